import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../support/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'annex-price-'));
const file = join(folder, 'prices.json');
afterAll(() => rmSync(folder, { recursive: true }));

const annex = join(import.meta.dirname, '../../src/bin/annex.ts');
async function price(
  content: unknown,
  ...options: readonly string[]
): Promise<{ readonly code: unknown; readonly lines: readonly string[] }> {
  writeFileSync(file, JSON.stringify(content));
  const program = startProgram([annex, 'price', file, ...options], {});
  return { code: await program.ended, lines: program.lines };
}

const tiers = [
  { upTo: 5, unitAmount: '7' },
  { upTo: null, unitAmount: '6' },
];
const fonts = { model: 'tiered', currency: 'USD', tiers };

describe('annex price', () => {
  it('prints a table with the derivation of each price in words', async () => {
    expect(await price({ calculations: [{ price: fonts, quantities: [8, '0.5'] }] })).toEqual({
      code: 0,
      lines: [
        'tiered, billing cycle 1',
        'quantity  unit price  exact    USD',
        '       8           -     53  53.00',
        '    Tier 1, up to 5: 5 × 7 = 35.',
        '    Tier 2, above: 3 × 6 = 18.',
        '    Together 53.',
        '    Rounded: 53.00 USD.',
        '     0.5           -    3.5   3.50',
        '    Tier 1, up to 5: 0.5 × 7 = 3.5.',
        '    Rounded: 3.50 USD.',
      ],
    });
  });

  it('prints the JSON answer of the API', async () => {
    const { lines } = await price({ calculations: [{ price: fonts, quantity: 8 }] }, '--json');
    expect(JSON.parse(lines.join('\n'))).toMatchObject({
      calculations: [{ model: 'tiered', results: [{ exactAmount: '53', amount: { amount: '53.00', currency: 'USD' } }] }],
    });
  });

  it('prints large results completely', async () => {
    const calculation = { price: fonts, quantities: Array.from({ length: 1000 }, () => 8) };
    const { lines } = await price({ calculations: [calculation] });
    expect(lines).toHaveLength(2 + 5 * 1000);
  });

  it('names each invalid field and fails', async () => {
    const broken = { ...fonts, currency: 'JPY', tiers: [{ upTo: 5, unitAmount: '1', flatAmount: '0.5' }] };
    expect(await price({ calculations: [{ price: broken, quantity: 1 }] })).toEqual({
      code: 1,
      lines: [
        'annex: The file is not valid:',
        '  /calculations/0/price/tiers/0/upTo: `upTo` must be null: the last tier has no upper bound.',
        '  /calculations/0/price/tiers/0/flatAmount: `flatAmount` must have at most 0 decimals, as amounts in JPY have.',
      ],
    });
  });

  it('explains that a price of the catalogue needs a server', async () => {
    const { code, lines } = await price({ calculations: [{ priceId: 'pri_1', quantity: 1 }] });
    expect([code, lines[0]]).toEqual([1, expect.stringContaining('/calculations/0/price is required')]);
  });
});
