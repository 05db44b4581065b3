/** The key that is stated; a blank one is none. */
export const fromApiKey = ({ key }: { readonly key?: string }): string | null => (key === undefined || key === '' ? null : key);
