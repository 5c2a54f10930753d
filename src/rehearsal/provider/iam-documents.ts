/** IAM hands documents out URL-encoded; the official plug-in stores them compact, `Version` first. */
export function decodeDocument(encoded: string | undefined): string {
  const text = decodeURIComponent(encoded ?? '');
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}
