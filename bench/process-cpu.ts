import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks per second of /proc; fixed at 100 on Linux. */
const ticksPerSecond = 100;

/** CPU seconds of a process with its descendants, including ended ones that were waited for. Linux only. */
export function cpuSecondsOf(rootPid: number): number {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readStat);
  const byParent = Map.groupBy(stats, ({ parent }) => parent);
  const sum = (pid: number): number => {
    const own = stats.find((each) => each.pid === pid)?.ticks ?? 0;
    return (byParent.get(pid) ?? []).reduce((total, child) => total + sum(child.pid), own);
  };
  return sum(rootPid) / ticksPerSecond;
}

function readStat(name: string): readonly { readonly pid: number; readonly parent: number; readonly ticks: number }[] {
  try {
    const text = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The name of the program is in parentheses and may contain spaces: the fields are counted after it.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15);
    return [{ pid: Number(name), parent: fields[1] ?? 0, ticks: user + system + childUser + childSystem }];
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
