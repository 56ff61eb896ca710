using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>
/// Runs matrix products and convolutions on the CPU in lower precision on this thread while it lives; the rest stays as it is.
/// Do not await inside.
/// </summary>
public readonly unsafe ref struct Autocast
{
    private const int Off = -1;

    private readonly int _before;
    private readonly bool _active;

    /// <param name="type">The lower precision, <see cref="ScalarType.BFloat16"/> as a rule.</param>
    /// <param name="enabled">False makes this guard do nothing, so that a setting can be passed on.</param>
    /// <exception cref="TorchException">The type is neither BFloat16 nor Float16.</exception>
    public Autocast(ScalarType type, bool enabled = true)
    {
        _active = enabled;
        _before = enabled ? Switch(true, (int)type) : Off;
    }

    public void Dispose()
    {
        if (!_active)
            return;
        _ = Switch(_before != Off, _before);
        if (_before == Off)
            NativeMethods.rv_autocast_clear_cache();
    }

    private static int Switch(bool on, int type)
    {
        int before;
        NativeMethods.Check(NativeMethods.rv_autocast(on ? 1 : 0, type, &before), "autocast");
        return before;
    }
}
