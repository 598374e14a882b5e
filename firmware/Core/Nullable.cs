namespace System;

public readonly struct Nullable<T>(T value) where T : struct
{
    private readonly bool _hasValue = true;
    private readonly T _value = value;

    public bool HasValue => _hasValue;

    public T Value => _hasValue ? _value : throw new InvalidOperationException("Nullable object must have a value.");

    public T GetValueOrDefault() => _value;

    public T GetValueOrDefault(T defaultValue) => _hasValue ? _value : defaultValue;

    public override bool Equals(object? other) => _hasValue ? other is not null && _value.Equals(other) : other is null;

    public override int GetHashCode() => _hasValue ? _value.GetHashCode() : 0;

    public override string? ToString() => _hasValue ? _value.ToString() : "";

    public static implicit operator T?(T value) => new T?(value);

    public static explicit operator T(T? value) => value!.Value;
}
