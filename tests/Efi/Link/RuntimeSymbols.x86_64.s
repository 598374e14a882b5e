.intel_syntax noprefix
.section .text$RhpStackProbe,"xr"
ret
.section .text$__chkstk,"xr"
ret
.section .text$RhpAssignRef,"xr"
mov [rcx], rdx
ret
.section .text$RhpCheckedAssignRef,"xr"
mov [rcx], rdx
ret
.section .text$RhpByRefAssignRef,"xr"
mov rcx, [rsi]
mov [rdi], rcx
add rsi, 8
add rdi, 8
ret
.section .text$RhpThrowEx,"xr"
mov rdx, [rsp]
lea r8, [rsp+8]
mov r9, rbp
sub rsp, 0x28
call Bq2Throw
int3
.section .text$RhpGcPoll,"xr"
ret
.section .text$Bq2ReadCounter,"xr"
rdtsc
shl rdx, 32
or rax, rdx
ret
.section .text$Bq2ReadCounterRate,"xr"
xor eax, eax
ret
.section .text$Bq2Call1,"xr"
jmp rdx
.section .text$Bq2Call2,"xr"
jmp r8
.section .text$Bq2Call3,"xr"
jmp r9
.section .text$Bq2Call4,"xr"
jmp qword ptr [rsp+0x28]
.section .text$Bq2Call5,"xr"
jmp qword ptr [rsp+0x30]
.section .text$Bq2Call6,"xr"
jmp qword ptr [rsp+0x38]
.section .text$Bq2ReadPageRoot,"xr"
mov rax, cr3
mov rcx, cr4
shr ecx, 12
and ecx, 1
or rax, rcx
ret
.section .text$Bq2WritePageEntry,"xr"
mov rax, cr0
mov r9, rax
btr rax, 16
mov cr0, rax
mov [rcx], rdx
mov cr0, r9
invlpg [r8]
ret
.section .text$Bq2ReadTables,"xr"
sgdt [rcx]
sidt [rcx+0x10]
xor eax, eax
str eax
ret
.section .text$Bq2LoadTables,"xr"
lgdt [rcx]
test edx, edx
jz 1f
ltr dx
1: ret
.section .text$Bq2CallOnStack,"xr"
push rbp
mov rbp, rsp
mov rsp, rdx
sub rsp, 0x20
call rcx
mov rsp, rbp
pop rbp
ret
.section .text$Bq2CallFunclet,"xr"
push rbp
push rbx
push rsi
push rdi
push r12
push r13
push r14
push r15
sub rsp, 0x28
mov rbp, rdx
mov rax, rcx
mov rcx, r8
call rax
add rsp, 0x28
pop r15
pop r14
pop r13
pop r12
pop rdi
pop rsi
pop rbx
pop rbp
ret
.section .text$Bq2MoveStack,"xr"
int3
.section .text$Bq2LinuxStart,"xr"
mov rcx, rsp
xor ebp, ebp
and rsp, -0x10
sub rsp, 0x20
call LinuxMain
int3
.section .text$Bq2SystemCall,"xr"
push rdi
push rsi
mov rax, rcx
mov rdi, rdx
mov rsi, r8
mov rdx, r9
mov r10, [rsp+0x38]
mov r8, [rsp+0x40]
mov r9, [rsp+0x48]
syscall
pop rsi
pop rdi
ret
.section .text$RhpInitialDynamicInterfaceDispatch,"xr"
push rcx
push rdx
push r8
push r9
sub rsp, 0x68
movdqa [rsp+0x20], xmm0
movdqa [rsp+0x30], xmm1
movdqa [rsp+0x40], xmm2
movdqa [rsp+0x50], xmm3
mov rdx, r11
call RhpCidResolve
movdqa xmm0, [rsp+0x20]
movdqa xmm1, [rsp+0x30]
movdqa xmm2, [rsp+0x40]
movdqa xmm3, [rsp+0x50]
add rsp, 0x68
pop r9
pop r8
pop rdx
pop rcx
jmp rax
