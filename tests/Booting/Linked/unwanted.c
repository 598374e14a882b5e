// A member that nobody wants: linked, it would be a second EfiMain.
int nowhereAtAll(void);
int EfiMain(void) { return nowhereAtAll(); }
int neverAsked;
