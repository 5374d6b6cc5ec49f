// Earlier runs, kept in this browser only.

const KEY = "calfcause-history";
const MOST = 300;

export function kept() {
  try {
    const runs = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(runs) ? runs.filter((one) => one && typeof one.cells === "object") : [];
  } catch {
    return [];
  }
}

/** Keep runs, the newest first, each start once; says whether the browser let us. */
export function keep(runs) {
  const starts = new Set(runs.map(({ cells }) => cells.start_time));
  const all = [...runs, ...kept().filter(({ cells }) => !starts.has(cells.start_time))].sort((one, other) => (other.cells.start_time || "").localeCompare(one.cells.start_time || ""));
  return store(all.slice(0, MOST));
}

export const removeAt = (place) => store(kept().filter((_, at) => at !== place));

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

function store(runs) {
  try {
    localStorage.setItem(KEY, JSON.stringify(runs));
    return true;
  } catch {
    return false;
  }
}
