// A member of the archive that main wants; it wants another one itself.
int deeper(int x);
int fromArchive(int x) { return deeper(x) * 2; }
int timesItself(int x) { return x * x; }
