/** Faults of own terms and their files in the reader's language: what is wrong, and what would be right. */
import type { FieldFault, FileFault } from '../settings/own-terms-files.ts';
import { t } from '../ui/page-text.ts';

const MEGABYTE = 1_000_000;

/** What is wrong with a field, beside which it stands. */
export function fieldFaultText({ problem, value = '', most = 0 }: Pick<FieldFault, 'problem' | 'value' | 'most'>): string {
  switch (problem) {
    case 'missing':
    case 'empty':
      return t('faultEmpty');
    case 'tooLong':
      return value === '' ? t('faultTooLong', String(most)) : t('faultTooLongText', shortened(value), String(most));
    case 'tooMany':
      return t('faultTooManyWays', String(most));
    case 'notText':
      return t('faultNotText');
    case 'notAList':
      return t('faultNotAList');
    case 'notYesOrNo':
      return t('faultNotYesOrNo');
    case 'badKind':
      return t('faultBadKind', shortened(value));
    case 'badUrl':
      return t('faultBadUrl');
    case 'noLetter':
      return t('faultNoLetter');
  }
}

/** A fault in a file, with its place. */
export function fileFaultText(fault: FileFault): string {
  const { line, column, item } = fault;
  const what = whatIsWrong(fault);
  if (line === undefined) return what;
  if (column !== undefined) return t('faultAtColumn', String(line), String(column), what);
  return item === undefined ? t('faultAtLine', String(line), what) : t('faultAtItem', String(item), String(line), what);
}

function whatIsWrong({ problem, field, value = '', most = 0, other = 0 }: FileFault): string {
  switch (problem) {
    case 'tooLarge':
      return t('faultTooLarge', String(most / MEGABYTE));
    case 'notUtf8':
      return t('faultNotUtf8');
    case 'nothing':
      return t('faultNothing');
    case 'missingColumn':
      return t('faultMissingColumn', value);
    case 'doubledColumn':
      return t('faultDoubledColumn', value);
    case 'quoteOpen':
      return t('faultQuoteOpen');
    case 'afterQuote':
      return t('faultAfterQuote');
    case 'fieldCount':
      return t('faultFieldCount', String(other), String(most));
    case 'syntax':
      return t('faultSyntax');
    case 'notATermList':
      return t('faultNotATermList');
    case 'notATerm':
      return t('faultNotATerm');
    case 'doubled':
      return t('faultDoubled', shortened(value), String(other));
    default: {
      const text = fieldFaultText({ problem, value, most });
      return field === undefined ? text : `${field}: ${text}`;
    }
  }
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
