namespace System.Runtime.CompilerServices;

/// <summary>
/// Runs the static constructor of a class before its first use. ilc calls these by name, and skips the call once the constructor's address
/// is cleared.
/// </summary>
internal static unsafe class ClassConstructorRunner
{
    internal static object CheckStaticClassConstructionReturnGCStaticBase(ref StaticClassConstructionContext context, object gcStaticBase)
    {
        CheckStaticClassConstruction(ref context);
        return gcStaticBase;
    }

    internal static nint CheckStaticClassConstructionReturnNonGCStaticBase(ref StaticClassConstructionContext context, nint nonGcStaticBase)
    {
        CheckStaticClassConstruction(ref context);
        return nonGcStaticBase;
    }

    internal static void CheckStaticClassConstruction(ref StaticClassConstructionContext context)
    {
        nint constructor = context.cctorMethodAddress;
        if (constructor == 0)
            return;

        // Clear it first, so that a constructor that uses its own class does not run again.
        context.cctorMethodAddress = 0;
        ((delegate*<void>)constructor)();
    }
}

internal struct StaticClassConstructionContext
{
    // ilc looks for this name.
    public nint cctorMethodAddress;
}
