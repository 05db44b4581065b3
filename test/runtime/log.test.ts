import { createLog } from '../../src/runtime/log.ts';

const linesOf = (write: (log: ReturnType<typeof createLog>) => void): string => {
  const lines: string[] = [];
  write(createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }));
  return lines.join('');
};

describe('createLog', () => {
  it('redacts secrets at every depth that the program logs', () => {
    const config = { apiKey: 'key-1', databaseUrl: 'postgres://a:key-2@h/d', temporal: { apiKey: 'key-3', address: 'h:7233' } };
    const text = linesOf((log) => log.info({ config, headers: { authorization: 'Bearer key-4' }, apiKey: 'key-5' }, 'start'));
    expect(text).not.toMatch(/key-\d/);
    expect(text).toContain('"address":"h:7233"');
  });

  it('redacts the password of a connection URL anywhere in an entry', () => {
    const text = linesOf((log) => log.error(new Error('cannot reach postgresql://annex_app:hunter2@db:5432/annex')));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('postgresql://annex_app:[redacted]@db:5432/annex');
  });

  it('writes one JSON object per line with level, time and the ids of a child logger', () => {
    const text = linesOf((log) => log.child({ request: 'req_1', tenant: 'ten_1', subscription: 'sub_1' }).info('renewed'));
    expect(JSON.parse(text)).toMatchObject({
      level: 'info',
      request: 'req_1',
      tenant: 'ten_1',
      subscription: 'sub_1',
      msg: 'renewed',
    });
  });
});
