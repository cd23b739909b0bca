/** The part of web-ext that is used here; the package has no types of its own. */
declare module 'web-ext' {
  export interface Finding {
    code: string;
    message: string;
    file?: string;
    line?: number;
  }

  export interface LintResult {
    errors: Finding[];
    warnings: Finding[];
    notices: Finding[];
  }

  const webExt: {
    cmd: {
      lint(
        parameters: { sourceDir: string; output: 'none' | 'text' | 'json'; boring: boolean; artifactsDir?: string },
        options: { shouldExitProgram: boolean },
      ): Promise<LintResult>;
    };
  };
  export default webExt;
}
