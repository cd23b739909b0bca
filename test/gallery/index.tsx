/** The gallery's first page: every scene, in the languages and themes that are chosen. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { addressOf, LANGS, SCENES, type Scene, THEMES } from './scenes.ts';

const SIZES: Readonly<Record<Scene['page'], readonly [width: number, height: number]>> = {
  cards: [1160, 900],
  popup: [360, 600],
  options: [1000, 640],
  welcome: [900, 700],
};

const VIEWS = LANGS.flatMap((lang) => THEMES.map((theme) => ({ lang, theme, name: `${lang} ${theme}` })));

function Gallery() {
  const [chosen, setChosen] = useState<readonly string[]>(['en light']);
  const toggle = (name: string) =>
    setChosen((before) => (before.includes(name) ? before.filter((n) => n !== name) : [...before, name]));
  return (
    <>
      <h1>Termlight: everything that is to be seen</h1>
      <fieldset aria-label="Shown">
        {VIEWS.map(({ name }) => (
          <label key={name}>
            <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} /> {name}
          </label>
        ))}
      </fieldset>
      {SCENES.map((scene) => (
        <section key={scene.name}>
          <h2>{scene.name}</h2>
          <div class="views">
            {VIEWS.filter(({ name }) => chosen.includes(name)).map(({ lang, theme, name }) => {
              const address = addressOf(scene, lang, theme);
              const [width, height] = SIZES[scene.page];
              return (
                <div key={name}>
                  <iframe loading="lazy" title={`${scene.name}, ${name}`} src={address} width={width} height={height} />
                  <div>
                    <a href={address} target="_blank" rel="noopener">
                      {`${scene.name}, ${name}, alone`}
                    </a>
                  </div>
                </div>
              );
            })}
          </div>
        </section>
      ))}
    </>
  );
}

const root = document.getElementById('gallery');
if (root) render(<Gallery />, root);
