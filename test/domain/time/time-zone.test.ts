import { isTimeZone } from '../../../src/domain/time/time-zone.ts';

describe('isTimeZone', () => {
  it.each(['UTC', 'Europe/Berlin', 'Asia/Calcutta', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    'accepts %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['', '+01:00', '-0800', 'Z', 'UTC+1', 'Mars/Olympus_Mons', 'Europe/Berlin '])('refuses %j', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
