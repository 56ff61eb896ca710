namespace Reverie.Torch.Native;

/// <summary>An operator of libtorch's dispatcher, by name and overload; looked up once, at its first use.</summary>
public sealed class Operator(string name, string overload = "")
{
    private nint _handle;
    private volatile bool _searched; // written after the handle, whatever thread reads

    public string Name { get; } = overload.Length == 0 ? name : $"{name}.{overload}";

    /// <summary>False where this libtorch is too old (or was built without) for the operator.</summary>
    public bool Exists
    {
        get
        {
            if (!_searched)
            {
                _handle = NativeMethods.rv_find_operator(name, overload);
                _searched = true;
            }
            return _handle != 0;
        }
    }

    internal nint Handle => _handle != 0 || Exists
        ? _handle
        : throw new TorchException($"This libtorch ({TorchRuntime.Version}) has no operator {Name}.");
}
