import { invariant } from '../invariant.ts';

/**
 * The active codes of ISO 4217 by their number of minor-unit digits, from the table that its maintenance agency, SIX, publishes
 * ("List one", as of January 2026, after the euro replaced the lev). Codes without a minor unit (metals, XDR, XXX and
 * similar) are left out: they cannot be billed.
 */
const codesByDigits = [
  { digits: 0, codes: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF' },
  {
    digits: 2,
    codes: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP
      COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD
      KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK
      NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
      TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  },
  { digits: 3, codes: 'BHD IQD JOD KWD LYD OMR TND' },
  { digits: 4, codes: 'CLF UYW' },
] as const;

const digitsByCode: ReadonlyMap<string, number> = new Map(
  codesByDigits.flatMap(({ digits, codes }) => codes.split(/\s+/).map((code): [string, number] => [code, digits])),
);

/** The digits of the currency's minor unit (USD 2, JPY 0, KWD 3), or undefined if it is no active ISO-4217 code in capitals. */
export const minorUnitDigits = (currency: string): number | undefined => digitsByCode.get(currency);

/** Whether the text is an active ISO-4217 code that has a minor unit. */
export const isCurrency = (currency: string): boolean => digitsByCode.has(currency);

/** The minor-unit digits of a currency. Throws InvariantError for any other text. */
export function digitsOf(currency: string): number {
  const digits = minorUnitDigits(currency);
  invariant(digits, `not a currency: ${currency}`);
  return digits;
}
