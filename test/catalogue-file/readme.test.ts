import { readFileSync } from 'node:fs';

// After the README and the import of the example both catalogues exist: neither changes the other.

type Listed = Readonly<Record<string, readonly { readonly key: string }[]>>;

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const example = JSON.parse(read('examples/catalogue.json')) as Listed;

/** The keys in the commands of the README, by the collection that they are posted to. */
const keysOfReadme = new Map(
  [...read('README.md').matchAll(/^post ([a-z-]+) '\{(?:"productKey":"[^"]*",)?"key":"([^"]+)"/gm)].map(([, kind, key]) => [
    key ?? '',
    kind ?? '',
  ]),
);
const collections = { features: 'features', products: 'products', addOns: 'add-ons', plans: 'plans' };

describe('the catalogue of the README and that of examples/catalogue.json', () => {
  it('have no key in common', () => {
    expect([...keysOfReadme.keys()].toSorted()).toEqual(['basic', 'club', 'water', 'water-plus']);
    const common = Object.entries(collections).flatMap(([name, kind]) =>
      (example[name] ?? []).filter(({ key }) => keysOfReadme.get(key) === kind),
    );
    expect(common).toEqual([]);
  });
});
