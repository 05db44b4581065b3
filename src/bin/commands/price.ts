import { readFileSync } from 'node:fs';
import { fromApiQuantities, fromInlinePrice, toApiCalculation } from '../../api/catalogue/price-calculation.convert.ts';
import { calculate } from '../../application/catalogue/calculate-prices.ts';
import { parse } from '../../contracts/wire/shared/parse.ts';
import {
  type CalculateAnswer,
  type CalculationInput,
  calculateInput,
} from '../../contracts/wire/catalogue/price-calculation.ts';
import { OperatorError, systemErrorCode } from '../../runtime/operator-error.ts';

/**
 * Prices the calculations of a JSON file, or of standard input for `-`, and prints them with their derivation. Uses neither
 * a server nor a database, so every calculation contains its price.
 * @throws OperatorError naming each field that is wrong.
 */
export async function runPrice({ file, format }: { readonly file: string; readonly format: 'json' | 'table' }): Promise<void> {
  const { calculations } = parseCalculations(readJson(file));
  const answer = { calculations: await Promise.all(calculations.map(calculateOwn)) };
  const text = format === 'json' ? JSON.stringify(answer, null, 2) : answer.calculations.map(describe).join('\n\n');
  // Waits for the pipe, which takes long text in pieces, before the program exits.
  await new Promise((written) => process.stdout.write(`${text}\n`, written));
}

function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new OperatorError(`${nameOf(file)} is not JSON: ${String(error)}`, { cause: error });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file === '-' ? process.stdin.fd : file, 'utf8');
  } catch (error) {
    throw new OperatorError(
      `Cannot read ${nameOf(file)} (${systemErrorCode(error) ?? 'unknown error'}). Name a file, or - for standard input.`,
      {
        cause: error,
      },
    );
  }
}

const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

function parseCalculations(input: unknown): { readonly calculations: readonly CalculationInput[] } {
  const parsed = parse(calculateInput, input);
  if (parsed.ok) return parsed.value;
  const lines = parsed.issues.map(({ pointer, detail }) => `  ${pointer === '' ? '/' : pointer}: ${detail}`);
  throw new OperatorError(`The file is not valid:\n${lines.join('\n')}`);
}

async function calculateOwn(calculation: CalculationInput, index: number): Promise<CalculateAnswer['calculations'][number]> {
  if (calculation.price === undefined)
    throw new OperatorError(
      `/calculations/${index}/price is required: this command calculates prices that stand in the file only.`,
    );
  return toApiCalculation(await calculate(fromInlinePrice(calculation.price), fromApiQuantities(calculation)));
}

function describe({ model, currency, cycle, results }: CalculateAnswer['calculations'][number]): string {
  const rows = [
    ['quantity', 'unit price', 'exact', currency],
    ...results.map(({ quantity, unitAmount, exactAmount, amount }) => [
      quantity,
      unitAmount ?? '-',
      exactAmount,
      amount.amount,
    ]),
  ];
  const widths = rows.reduce<readonly number[]>((most, row) => row.map((cell, at) => Math.max(cell.length, most[at] ?? 0)), []);
  const line = (row: readonly string[]): string => row.map((cell, at) => cell.padStart(widths[at] ?? 0)).join('  ');
  const [head = [], ...cells] = rows;
  const body = cells.flatMap((row, at) => [
    line(row),
    ...(results[at]?.explanation ?? []).map((sentence) => `    ${sentence}`),
  ]);
  return [`${model}, billing cycle ${cycle}`, line(head), ...body].join('\n');
}
