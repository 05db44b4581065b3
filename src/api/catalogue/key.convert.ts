/** The key of an input; null if it is blank or left out. */
export const fromApiKey = ({ key }: { readonly key?: string }): string | null => (key === undefined || key === '' ? null : key);
