// C, and so a common symbol; the strong one of a function that another object has weakly.
int tentative[64];
int *tentativeOfThird(void) { return tentative; }
int overridden(void) { return 2; }
