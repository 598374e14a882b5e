// A UEFI program that looks at what its linker did to it, and says so. It says its closing word only when all was well.
#include "parts.h"

extern "C" u64 __security_cookie;

static SystemTable *table;
static int passed;
static u8 room[3 << 20];
static int started[3];
static int startedCount;

static void say(const char16_t *text) { table->out->outputString(table->out, text); }

__declspec(noreturn) static void leave()
{
    table->runtime->resetSystem(2, 0, 0, 0);
    for (;;) ;
}

static void check(bool isRight, const char16_t *what)
{
    if (isRight) {
        passed++;
        return;
    }
    say(u"linked: wrong: ");
    say(what);
    say(u"\r\n");
    leave();
}

// Called where a function with a buffer returns: x64 has mixed the cookie with its stack pointer and undoes that first.
extern "C" void __security_check_cookie(u64 cookie) { check(cookie == __security_cookie, u"the cookie on the stack"); }

// Functions that run before others, in the order that their sections' names give.
typedef void (*Initializer)();
static void first() { started[startedCount++] = 1; }
static void second() { started[startedCount++] = 2; }
static void third() { started[startedCount++] = 3; }
#pragma section(".CRT$XCA", long, read)
#pragma section(".CRT$XCB", long, read)
#pragma section(".CRT$XCU", long, read)
#pragma section(".CRT$XCZ", long, read)
extern "C" {
    __declspec(allocate(".CRT$XCU")) extern const Initializer runsSecond = second;
    __declspec(allocate(".CRT$XCZ")) extern const Initializer ends = 0;
    __declspec(allocate(".CRT$XCB")) extern const Initializer runsFirst = first;
    __declspec(allocate(".CRT$XCA")) extern const Initializer begins = 0;
    __declspec(allocate(".CRT$XCU")) extern const Initializer runsThird = third;
}

#pragma comment(linker, "/alternatename:asked=byAnotherName")

template<class T> static T hidden(T value)
{
    volatile T kept = value;
    return kept;
}

// Nothing here may use a pointer before it has been compared with the same address as code computes it.
static void checkPointers(void *image)
{
    static const Guid loadedImage = { 0x5b1b31a1, 0x9562, 0x11d2, { 0x8e, 0x3f, 0x00, 0xa0, 0xc9, 0x69, 0x72, 0x3b } };
    LoadedImage *self = 0;
    check(table->boot->handleProtocol(image, &loadedImage, (void **)&self) == 0, u"the protocol of the image");
    check(self->base != 0, u"the image lies where it was linked for, so nothing was moved");
    check((u8 *)&checkPointers > self->base && (u8 *)&checkPointers < self->base + self->size, u"where the code lies");
    check(hidden(functions[0]) == hidden(&plusOne) && hidden(functions[3]) == hidden(&plusOne), u"a pointer to a function");
    check(hidden(functions[1]) == hidden(&timesTwo) && hidden(functions[2]) == hidden(&minusThree), u"a pointer to another function");
    check((void *)hidden(firstFunction) == (void *)functions, u"a pointer to a table");
    check(hidden(fifthNumber) == hidden(&numbers[4]), u"a pointer into a table");
    check(hidden(&runsFirst)[0] == hidden(&first), u"a pointer in a section of its own");
}

static void checkRoom()
{
    u64 sum = 0;
    for (u64 i = 0; i < sizeof(room); i++)
        sum += ((volatile u8 *)room)[i];
    check(sum == 0, u"room that should begin as zeros");
    room[sizeof(room) - 1] = 9;
    check(hidden(&room[0])[sizeof(room) - 1] == 9, u"the last byte of the room");
    for (int i = 0; i < 64; i++)
        check(tentative[i] == 0, u"common room that should begin as zeros");
    check(tentativeOfThird() == tentative, u"common room that objects should share");
}

static void checkInitializers()
{
    for (const Initializer *each = hidden(&begins); each < &ends; each++)
        if (*each)
            (*each)();
    check(startedCount == 3 && started[0] == 1 && started[1] == 2 && started[2] == 3, u"the order of initializers");
}

static void checkSymbols()
{
    check(functions[0](41) == 42 && functions[1](21) == 42 && functions[2](45) == 42, u"calls through a table");
    check(triangle()->corners() == 3 && square()->corners() == 4, u"calls through method tables");
    Counter<u64> counter;
    Counter<u64> *called = hidden(&counter);
    check(called->next() == 1 && nextOfSecond() == 2 && called->last() == 2, u"the one copy of a template");
    check(sharedStatic() == staticOfSecond() && *sharedStatic() == 5, u"the one copy of a static");
    check(&chosenOnce == chosenOfSecond() && chosenOnce == 77, u"the one copy of data");
    check(fromArchive(20) == 42, u"a member of the archive");
    check(overridden() == 2, u"a weak function that another object overrides");
    check(asked(41) == 42, u"a function by its alternate name");
    check(!hidden(&nowhere), u"a weak function that nobody defines");
    for (int i = 0; i < 12; i++)
        check(switchOfSecond(i) == (i == 11 ? -1 : i * i + 3), u"the table of a switch");
}

// More than three pages, so that the compiler asks for a stack probe; a buffer, so that it wants a cookie.
__declspec(noinline) static int deep(int x)
{
    volatile u8 frame[5 * 4096];
    for (int i = 0; i < (int)sizeof(frame); i += 512)
        frame[i] = (u8)(x + i / 512);
    int sum = 0;
    for (int i = 0; i < (int)sizeof(frame); i += 512)
        sum += frame[i];
    return sum;
}

static void checkServices()
{
    void *memory = 0;
    check(table->boot->allocatePool(2, 1000, &memory) == 0 && memory, u"AllocatePool");
    u64 pages = 0;
    check(table->boot->allocatePages(0, 2, 16, &pages) == 0 && pages % 4096 == 0, u"AllocatePages");
    for (u64 i = 0; i < 16 * 4096; i++)
        ((u8 *)pages)[i] = (u8)i;
    table->boot->copyMem(memory, (u8 *)pages + 3, 1000);
    check(((u8 *)memory)[999] == (u8)(999 + 3), u"CopyMem");
    u32 crc = 0;
    check(table->boot->calculateCrc32("123456789", 9, &crc) == 0 && crc == 0xcbf43926, u"CalculateCrc32");

    u64 size = 0, key, rowSize;
    u32 version;
    check(table->boot->getMemoryMap(&size, 0, &key, &rowSize, &version) == 0x8000000000000005 && size > 0, u"GetMemoryMap without room");
    static const Guid unicodeCollation = { 0xa4c751fc, 0x23ae, 0x4c3e, { 0x92, 0xe9, 0x49, 0x64, 0xcf, 0x63, 0xf3, 0x49 } };
    static const Guid nobodys = { 1, 2, 3, { 4, 5, 6, 7, 8, 9, 10, 11 } };
    void *found = 0;
    check(table->boot->locateProtocol(&unicodeCollation, 0, &found) == 0 && found, u"LocateProtocol");
    check(table->boot->locateProtocol(&nobodys, 0, &found) == 0x800000000000000e, u"LocateProtocol of what is not there");
    check(table->boot->freePool(memory) == 0 && table->boot->freePages(pages, 16) == 0, u"giving memory back");
}

extern "C" Status EfiMain(void *image, SystemTable *system)
{
    table = system;
    say(u"linked: begin\r\n");
    checkPointers(image);
    checkRoom();
    checkInitializers();
    checkSymbols();
    check(deep(3) == 3 * 40 + 39 * 40 / 2, u"a deep frame");
    checkServices();

    char16_t words[] = u"linked: all of 000 checks passed\r\n";
    for (int i = 2, rest = passed; i >= 0; i--, rest /= 10)
        words[15 + i] = (char16_t)('0' + rest % 10);
    say(words);
    leave();
}
