using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>Input from a keyboard or a serial line.</summary>
internal static unsafe class Keyboard
{
    // Some firmware never signals that a key waits: poll it now and then.
    private const int MaxWait = 100;

    // How soon the rest of a terminal's sequence follows the escape, in milliseconds.
    private const int SequencePause = 30;

    private static KeyDecoder s_decoder;

    public static bool Exists => Firmware.Table->ConIn != null;

    /// <summary>The next key, or none if none comes within that many milliseconds.</summary>
    public static bool TryRead(long patience, out InputKey key)
    {
        ulong end = Clock.Now + (ulong)patience * 1000;
        while (Exists)
        {
            if (TryReadRaw(out key))
            {
                if (s_decoder.Take(ref key))
                    return true;
                continue;
            }

            ulong now = Clock.Now;
            if (s_decoder.IsWaiting)
            {
                Wait(SequencePause);
                if (TryReadRaw(out key) ? s_decoder.Take(ref key) : TakeEscape(out key))
                    return true;
            }
            else if (now >= end)
            {
                return false;
            }
            else
            {
                ulong left = (end - now) / 1000 + 1;
                Wait(left < MaxWait ? (int)left : MaxWait);
            }
        }

        key = default;
        return false;
    }

    private static bool TakeEscape(out InputKey key)
    {
        key = s_decoder.TakeEscape();
        return true;
    }

    private static bool TryReadRaw(out InputKey key)
    {
        InputKey read = default;
        var input = Firmware.Table->ConIn;
        bool found = !Firmware.Call(input, &read, input->ReadKeyStroke).IsError;
        key = read;
        return found;
    }

    /// <summary>Waits for a key or the end of the time. An event that is signalled without a key must not make us spin.</summary>
    private static void Wait(int milliseconds)
    {
        const int UnitsPerMillisecond = 10_000;

        EfiEvent timer = default;
        if (Firmware.Call(EventTraits.Timer, TaskPriority.Callback, null, null, &timer, Firmware.Boot->CreateEvent).IsError)
        {
            Firmware.Call((nuint)milliseconds * 1000, Firmware.Boot->Stall);
            return;
        }

        Firmware.Call(timer, TimerDelay.Relative, (ulong)milliseconds * UnitsPerMillisecond, Firmware.Boot->SetTimer);
        Events events = new() { Timer = timer, Key = Firmware.Table->ConIn->WaitForKey };
        nuint index = 0;
        if (Firmware.Call(events.Key.IsNull ? 1u : 2u, &events.Timer, &index, Firmware.Boot->WaitForEvent).IsError || index == 1)
            Firmware.Call(1000, Firmware.Boot->Stall);
        Firmware.Call(timer, Firmware.Boot->CloseEvent);
    }

    /// <summary>The events to wait for, as the array that firmware expects.</summary>
    private struct Events
    {
        public EfiEvent Timer;
        public EfiEvent Key;
    }
}
