using System.Runtime.CompilerServices;
using Bq2.Efi.Link.Inputs;
using Bq2.Efi.Work;

namespace Bq2.Efi.Link.Resolution;

/// <summary>
/// Which sections an image needs. Each object's own are kept apart, so that several objects can be looked through at
/// once; what one needs of another waits until both are at rest.
/// </summary>
internal sealed class Needs
{
    private const byte Unknown = 0, Needed = 1, Gone = 2;

    private readonly byte[] _states;
    private readonly int[] _firstChild;
    private readonly int[] _nextChild;
    private readonly OfObject[] _objects;

    public Needs(int sections, int objects)
    {
        _states = new byte[sections];
        (_firstChild, _nextChild) = (new int[sections], new int[sections]);
        _firstChild.AsSpan().Fill(InputSection.None);
        _objects = new OfObject[objects];
        for (int i = 0; i < objects; i++)
            _objects[i] = new();
    }

    public bool Has(int section) => _states[section] == Needed;

    /// <summary>A section that is needed together with another of its object.</summary>
    public void AddChild(int parent, int child) => (_nextChild[child], _firstChild[parent]) = (_firstChild[parent], child);

    /// <summary>A section that cannot be had, whoever asks.</summary>
    public void Deny(int section) => _states[section] = Gone;

    /// <summary>A section that stays, and needs nothing of what it refers to.</summary>
    public void Keep(int section) => _states[section] = Needed;

    /// <summary>An object needs a section of its own.</summary>
    [MethodImpl(Hot.Part)]
    public void Add(int number, int section)
    {
        if (_states[section] != Unknown)
            return;
        _states[section] = Needed;
        _objects[number].Pending.Add(section);
    }

    /// <summary>An object needs a section of another.</summary>
    [MethodImpl(Hot.Part)]
    public void AddOfOther(int number, int section)
    {
        if (_states[section] == Unknown)
            _objects[number].OfOthers.Add(section);
    }

    /// <summary>Takes a section out of those of an object that are needed and have not been looked at; its children come with it.</summary>
    [MethodImpl(Hot.Path)]
    public bool TryTake(int number, out int section)
    {
        var pending = _objects[number].Pending;
        section = pending.Count > 0 ? pending[^1] : InputSection.None;
        if (section == InputSection.None)
            return false;

        pending.RemoveAt(pending.Count - 1);
        for (int child = _firstChild[section]; child != InputSection.None; child = _nextChild[child])
            Add(number, child);
        return true;
    }

    /// <summary>Hands what objects need of others to those, and answers which have something to look at.</summary>
    [MethodImpl(Hot.Path)]
    public List<int> HandOver(InputSection[] sections)
    {
        foreach (var number in _objects)
        {
            foreach (int section in number.OfOthers)
            {
                if (_states[section] == Unknown)
                    Add(sections[section].Object, section);
            }

            number.OfOthers.Clear();
        }

        var awake = new List<int>();
        for (int number = 0; number < _objects.Length; number++)
        {
            if (_objects[number].Pending.Count > 0)
                awake.Add(number);
        }

        return awake;
    }

    /// <summary>What one object has still to look at, and what it has found to need of others.</summary>
    private sealed class OfObject
    {
        public List<int> Pending { get; } = [];

        public List<int> OfOthers { get; } = [];
    }
}
