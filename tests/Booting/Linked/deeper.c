int deeper(int x) { return x + 1; }
