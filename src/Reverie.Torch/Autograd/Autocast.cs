using Reverie.Torch.Native;

namespace Reverie.Torch;

/// <summary>
/// Runs matrix products and convolutions on the CPU in lower precision on this thread while it lives; the rest stays as it is.
/// Do not await inside.
/// </summary>
public readonly ref struct Autocast
{
    private readonly int _before;
    private readonly bool _active;

    /// <param name="type">The lower precision, <see cref="ScalarType.BFloat16"/> as a rule.</param>
    /// <param name="enabled">False makes this guard do nothing, so that a setting can be passed on.</param>
    public Autocast(ScalarType type, bool enabled = true)
    {
        _active = enabled;
        _before = enabled ? NativeMethods.rv_autocast(1, (int)type) : 0;
    }

    public void Dispose()
    {
        if (!_active)
            return;
        _ = NativeMethods.rv_autocast(_before, (int)ScalarType.BFloat16);
        if (_before == 0)
            NativeMethods.rv_autocast_clear_cache();
    }
}
