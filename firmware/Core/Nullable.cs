namespace System;

public readonly struct Nullable<T> where T : struct
{
    // ilc looks for these names, and expects this order.
    private readonly bool hasValue;
    private readonly T value;

    public Nullable(T value)
    {
        this.value = value;
        hasValue = true;
    }

    public bool HasValue => hasValue;

    public T Value => hasValue ? value : throw new InvalidOperationException("Nullable object must have a value.");

    public T GetValueOrDefault() => value;

    public T GetValueOrDefault(T defaultValue) => hasValue ? value : defaultValue;

    public override bool Equals(object? other) => hasValue ? other is not null && value.Equals(other) : other is null;

    public override int GetHashCode() => hasValue ? value.GetHashCode() : 0;

    public override string? ToString() => hasValue ? value.ToString() : "";

    public static implicit operator T?(T value) => new T?(value);

    public static explicit operator T(T? value) => value!.Value;
}
