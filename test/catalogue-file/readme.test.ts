import { readFileSync } from 'node:fs';

// Whoever follows the README and applies the example afterwards has both: neither changes what the other put on sale.

type Listed = Readonly<Record<string, readonly { readonly key: string }[]>>;

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const example = JSON.parse(read('examples/catalogue.json')) as Listed;

/** The keys that the commands of the README give, by the collection that they are posted to. */
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
