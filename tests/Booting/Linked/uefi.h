// As much of UEFI as a program needs that speaks, asks for memory and switches the machine off. 64 bits, either machine.
#pragma once

typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef u64 Status;

struct Guid { u32 a; unsigned short b, c; u8 d[8]; };

struct TextOutput { void *reset; Status (*outputString)(TextOutput *, const char16_t *); };

struct LoadedImage { u32 revision; u32 pad; void *parent, *systemTable, *device, *filePath, *reserved; u32 optionsSize, pad2; void *options; u8 *base; u64 size; };

struct BootServices {
    u8 header[24];
    void *raiseTpl, *restoreTpl;
    Status (*allocatePages)(int how, int kind, u64 count, u64 *address);
    Status (*freePages)(u64 address, u64 count);
    Status (*getMemoryMap)(u64 *size, void *map, u64 *key, u64 *rowSize, u32 *version);
    Status (*allocatePool)(int kind, u64 size, void **memory);
    Status (*freePool)(void *memory);
    void *events[6], *interfaces[3];
    Status (*handleProtocol)(void *handle, const Guid *protocol, void **found);
    void *others[20];
    Status (*locateProtocol)(const Guid *protocol, void *registration, void **found);
    void *installs[2];
    Status (*calculateCrc32)(const void *data, u64 size, u32 *crc);
    void (*copyMem)(void *to, const void *from, u64 size);
};

struct RuntimeServices {
    u8 header[24];
    void *others[10];
    void (*resetSystem)(int how, Status status, u64 size, void *data);
};

struct SystemTable {
    u8 header[24];
    char16_t *vendor;
    u64 revision;
    void *inHandle, *in, *outHandle;
    TextOutput *out;
    void *errorHandle, *error;
    RuntimeServices *runtime;
    BootServices *boot;
};

static_assert(__builtin_offsetof(BootServices, handleProtocol) == 152, "UEFI 4.4");
static_assert(__builtin_offsetof(BootServices, locateProtocol) == 320, "UEFI 4.4");
static_assert(__builtin_offsetof(BootServices, copyMem) == 352, "UEFI 4.4");
static_assert(__builtin_offsetof(RuntimeServices, resetSystem) == 104, "UEFI 4.5");
static_assert(__builtin_offsetof(SystemTable, boot) == 96, "UEFI 4.3");
