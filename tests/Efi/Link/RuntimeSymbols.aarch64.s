.section .text$__chkstk,"xr"
ret
.section .text$RhpAssignRefArm64,"xr"
str x15, [x14], #8
ret
.section .text$RhpCheckedAssignRefArm64,"xr"
str x15, [x14], #8
ret
.section .text$RhpByRefAssignRefArm64,"xr"
ldr x15, [x13], #8
str x15, [x14], #8
ret
.section .text$RhpThrowEx,"xr"
mov x1, x30
mov x2, sp
mov x3, x29
bl Bq2Throw
brk #0
.section .text$RhpGcPoll,"xr"
ret
.section .text$Bq2ReadCounter,"xr"
mrs x0, cntvct_el0
ret
.section .text$Bq2ReadCounterRate,"xr"
mrs x0, cntfrq_el0
ret
.section .text$Bq2Call1,"xr"
mov x16, x1
br x16
.section .text$Bq2Call2,"xr"
mov x16, x2
br x16
.section .text$Bq2Call3,"xr"
mov x16, x3
br x16
.section .text$Bq2Call4,"xr"
mov x16, x4
br x16
.section .text$Bq2Call5,"xr"
mov x16, x5
br x16
.section .text$Bq2Call6,"xr"
mov x16, x6
br x16
.section .text$Bq2ReadPageRoot,"xr"
brk #0
.section .text$Bq2WritePageEntry,"xr"
brk #0
.section .text$Bq2ReadTables,"xr"
brk #0
.section .text$Bq2LoadTables,"xr"
brk #0
.section .text$Bq2CallOnStack,"xr"
stp x29, x30, [sp, #-0x10]!
mov x29, sp
mov sp, x1
blr x0
mov sp, x29
ldp x29, x30, [sp], #0x10
ret
.section .text$Bq2CallFunclet,"xr"
stp x29, x30, [sp, #-0x60]!
stp x19, x20, [sp, #0x10]
stp x21, x22, [sp, #0x20]
stp x23, x24, [sp, #0x30]
stp x25, x26, [sp, #0x40]
stp x27, x28, [sp, #0x50]
mov x29, x1
mov x9, x0
mov x0, x2
blr x9
ldp x19, x20, [sp, #0x10]
ldp x21, x22, [sp, #0x20]
ldp x23, x24, [sp, #0x30]
ldp x25, x26, [sp, #0x40]
ldp x27, x28, [sp, #0x50]
ldp x29, x30, [sp], #0x60
ret
.section .text$Bq2MoveStack,"xr"
mov sp, x4
br x5
.section .text$Bq2LinuxStart,"xr"
mov x0, sp
mov x29, xzr
mov x30, xzr
bl LinuxMain
brk #0
.section .text$Bq2SystemCall,"xr"
mov x8, x0
mov x0, x1
mov x1, x2
mov x2, x3
mov x3, x4
mov x4, x5
mov x5, x6
svc #0
ret
.section .text$RhpInitialDynamicInterfaceDispatch,"xr"
stp x29, x30, [sp, #-0xe0]!
stp x0, x1, [sp, #0x10]
stp x2, x3, [sp, #0x20]
stp x4, x5, [sp, #0x30]
stp x6, x7, [sp, #0x40]
str x8, [sp, #0x50]
stp q0, q1, [sp, #0x60]
stp q2, q3, [sp, #0x80]
stp q4, q5, [sp, #0xa0]
stp q6, q7, [sp, #0xc0]
mov x29, sp
mov x1, x11
bl RhpCidResolve
mov x16, x0
ldp x0, x1, [sp, #0x10]
ldp x2, x3, [sp, #0x20]
ldp x4, x5, [sp, #0x30]
ldp x6, x7, [sp, #0x40]
ldr x8, [sp, #0x50]
ldp q0, q1, [sp, #0x60]
ldp q2, q3, [sp, #0x80]
ldp q4, q5, [sp, #0xa0]
ldp q6, q7, [sp, #0xc0]
ldp x29, x30, [sp], #0xe0
br x16
