// The object beside main's: the same templates again, and what main has only by name.
#include "parts.h"

int plusOne(int x) { return x + 1; }
int timesTwo(int x) { return x * 2; }
int minusThree(int x) { return x - 3; }
const Function functions[4] = { plusOne, timesTwo, minusThree, plusOne };
Function *const firstFunction = const_cast<Function *>(functions);
int numbers[10] = { 1, 2, 3 };
int *const fifthNumber = &numbers[4];

struct Triangle : Shape { int corners() override { return 3; } };
struct Square : Shape { int corners() override { return 4; } };
static Triangle oneTriangle;
static Square oneSquare;
Shape *triangle() { return &oneTriangle; }
Shape *square() { return &oneSquare; }

u64 nextOfSecond()
{
    Counter<u64> counter;
    Counter<u64> *volatile called = &counter;
    return called->next();
}
int *staticOfSecond() { return sharedStatic(); }
int *chosenOfSecond() { return &chosenOnce; }

extern "C" int timesItself(int);

int switchOfSecond(int n)
{
    switch (n) {
    case 0: return numbers[2];
    case 1: return numbers[0] + 3;
    case 2: return timesTwo(n) + 3;
    case 3: return timesTwo(n) * 2;
    case 4: return timesItself(n) + 3;
    case 5: return plusOne(27);
    case 6: return minusThree(42);
    case 7: return timesTwo(26);
    case 8: return timesItself(n) + numbers[2];
    case 9: return plusOne(83);
    case 10: return minusThree(106);
    default: return -1;
    }
}

extern "C" __attribute__((weak)) int overridden() { return 1; }
extern "C" int byAnotherName(int x) { return x + 1; }
