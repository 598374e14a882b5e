// What two objects share: templates, inline functions and data of which one copy must stay.
#pragma once
#include "uefi.h"

template<class T> struct Counter {
    static T count;
    virtual T next() { return ++count; }
    virtual T last() { return count; }
};
template<class T> T Counter<T>::count = 0;

inline int *sharedStatic() { static int kept = 5; return &kept; }

__declspec(selectany) int chosenOnce = 77;

struct Shape { virtual int corners() = 0; };
Shape *triangle();
Shape *square();

u64 nextOfSecond();
int *staticOfSecond();
int *chosenOfSecond();
int switchOfSecond(int n);

extern "C" {
    int fromArchive(int x);
    int overridden();
    int asked(int x);
    int byAnotherName(int x);
    extern int tentative[64];
    int *tentativeOfThird();
    __attribute__((weak)) int nowhere(int x);
}

typedef int (*Function)(int);
extern const Function functions[4];
extern Function *const firstFunction;
extern int numbers[10];
extern int *const fifthNumber;
int plusOne(int x), timesTwo(int x), minusThree(int x);
