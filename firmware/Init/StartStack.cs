namespace Bq2.Init;

/// <summary>What the kernel left on the stack for a new program: the number of arguments, they, a null, the environment, a null.</summary>
internal readonly unsafe struct StartStack(nint* stack)
{
    public byte** Arguments => (byte**)(stack + 1);

    public byte** Environment => Arguments + *stack + 1;
}
