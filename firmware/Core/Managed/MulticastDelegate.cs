using System.Runtime.CompilerServices;

namespace System;

public abstract class MulticastDelegate : Delegate
{
    private protected MulticastDelegate()
    {
    }

    public sealed override Delegate[] GetInvocationList()
    {
        if (Invocations is not { } invocations)
            return [this];

        var list = new Delegate[invocations.Length];
        for (int i = 0; i < list.Length; i++)
            list[i] = invocations[i].Value;
        return list;
    }

    protected sealed override Delegate CombineImpl(Delegate? follow)
    {
        if (follow is null)
            return this;
        var (first, second) = (GetInvocationList(), follow.GetInvocationList());
        var list = new Delegate[first.Length + second.Length];
        first.AsSpan().CopyTo(list);
        second.AsSpan().CopyTo(list.AsSpan(first.Length));
        return Of(list);
    }

    /// <summary>Removes the last occurrence of the whole of <paramref name="value"/>.</summary>
    protected sealed override Delegate? RemoveImpl(Delegate value)
    {
        var (list, gone) = (GetInvocationList(), value.GetInvocationList());
        for (int start = list.Length - gone.Length; start >= 0; start--)
        {
            if (!IsAt(list, start, gone))
                continue;
            if (gone.Length == list.Length)
                return null;

            var rest = new Delegate[list.Length - gone.Length];
            list.AsSpan(0, start).CopyTo(rest);
            list.AsSpan(start + gone.Length).CopyTo(rest.AsSpan(start));
            return rest.Length == 1 ? rest[0] : Of(rest);
        }

        return this;
    }

    public sealed override bool Equals(object? obj)
    {
        if (obj is not MulticastDelegate other || Invocations is null || other.Invocations is null)
            return base.Equals(obj);
        var (mine, theirs) = (GetInvocationList(), other.GetInvocationList());
        return m_pEEType == other.m_pEEType && mine.Length == theirs.Length && IsAt(mine, 0, theirs);
    }

    public sealed override int GetHashCode() => Invocations is { } list ? list[0].Value.GetHashCode() : base.GetHashCode();

    private static bool IsAt(Delegate[] list, int start, Delegate[] part)
    {
        for (int i = 0; i < part.Length; i++)
        {
            if (!list[start + i].Equals(part[i]))
                return false;
        }

        return true;
    }

    private MulticastDelegate Of(Delegate[] list)
    {
        var invocations = new Wrapper[list.Length];
        for (int i = 0; i < list.Length; i++)
            invocations[i].Value = list[i];

        var made = Unsafe.As<MulticastDelegate>(RuntimeHelpers.NewOfType(this));
        made._functionPointer = GetThunk(MulticastThunk);
        made._firstParameter = made;
        made._helperObject = invocations;
        made._extraFunctionPointerOrData = list.Length;
        return made;
    }
}
