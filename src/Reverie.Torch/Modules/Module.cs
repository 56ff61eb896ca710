namespace Reverie.Torch.Modules;

/// <summary>
/// A part of a network: parameters, buffers and smaller modules, each under a name. Full names are joined with dots and are
/// PyTorch's own <c>state_dict</c> keys, so that published checkpoints load without a map.
/// </summary>
public abstract class Module : IDisposable
{
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Tensor Tensor, bool Persistent)> _buffers = [];
    private readonly List<(string Name, Module Module)> _children = [];

    /// <summary>True while dropout and the like are active.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>The modules directly inside, in order of registration.</summary>
    public IEnumerable<(string Name, Module Module)> Children => _children;

    /// <summary>All parameters with their full names, in PyTorch's order: own ones first, then those of each child.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedParameters(string prefix = "") =>
        _parameters.Select(p => (prefix + p.Name, p.Tensor))
            .Concat(_children.SelectMany(child => child.Module.NamedParameters($"{prefix}{child.Name}.")));

    /// <summary>All parameters.</summary>
    public IEnumerable<Tensor> Parameters() => NamedParameters().Select(p => p.Tensor);

    /// <summary>All modules with their full names, this one (named by the prefix) included.</summary>
    public IEnumerable<(string Name, Module Module)> NamedModules(string prefix = "") =>
        _children.SelectMany(child => child.Module.NamedModules(prefix.Length == 0 ? child.Name : $"{prefix}.{child.Name}")).Prepend((prefix, this));

    /// <summary>Parameters and persistent buffers by full name, in PyTorch's order.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> StateDict(string prefix = "") =>
        _parameters.Select(p => (prefix + p.Name, p.Tensor))
            .Concat(_buffers.Where(b => b.Persistent).Select(b => (prefix + b.Name, b.Tensor)))
            .Concat(_children.SelectMany(child => child.Module.StateDict($"{prefix}{child.Name}.")));

    /// <summary>Number of numbers in all parameters, or only in those that are trained.</summary>
    public long ParameterCount(bool trainableOnly = false) =>
        Parameters().Where(p => !trainableOnly || p.RequiresGrad).Sum(p => p.NumElements);

    /// <summary>
    /// Copies values into parameters and buffers. Every name must be there with its shape unless <paramref name="strict"/> is
    /// false; names that this module does not know are an error likewise.
    /// </summary>
    /// <param name="state">Values by name.</param>
    /// <param name="strict">Whether all must be there, and nothing else.</param>
    /// <param name="mayLack">Names that may be missing all the same, and keep what they have; null: none.</param>
    /// <exception cref="TorchException">A name is missing, unknown, or has another shape; nothing has been copied then.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, Tensor> state, bool strict = true, Func<string, bool>? mayLack = null)
    {
        var own = StateDict().ToList();
        var known = own.Select(entry => entry.Name).ToHashSet();
        string? missing = own.Select(entry => entry.Name).FirstOrDefault(name => !state.ContainsKey(name) && mayLack?.Invoke(name) != true);
        string? unknown = state.Keys.FirstOrDefault(name => !known.Contains(name));
        if (strict && missing is not null)
            throw new TorchException($"The weights lack '{missing}', which {GetType().Name} needs.");
        if (strict && unknown is not null)
            throw new TorchException($"The weights hold '{unknown}', which {GetType().Name} does not have.");
        var pairs = own.Where(entry => state.ContainsKey(entry.Name)).Select(entry => (entry.Name, entry.Tensor, Value: state[entry.Name])).ToList();
        foreach (var (name, tensor, value) in pairs)
        {
            if (!tensor.Shape.SequenceEqual(value.Shape))
            {
                throw new TorchException(
                    $"'{name}' has the shape [{string.Join(", ", value.Shape.ToArray())}] in the weights but " +
                    $"[{string.Join(", ", tensor.Shape.ToArray())}] in the model.");
            }
        }
        using var noGrad = new NoGrad();
        foreach (var (_, tensor, value) in pairs)
            tensor.CopyFrom(value);
    }

    /// <summary>Switches dropout and the like on.</summary>
    public void Train() => SetMode(true);

    /// <summary>Switches dropout and the like off.</summary>
    public void Eval() => SetMode(false);

    /// <summary>Moves parameters and buffers to a device, in place: the managed tensors stay, so optimizers keep their references.</summary>
    public virtual void To(Device device)
    {
        for (int i = 0; i < _parameters.Count; i++)
            _parameters[i] = (_parameters[i].Name, Moved(_parameters[i].Tensor, device));
        for (int i = 0; i < _buffers.Count; i++)
            _buffers[i] = _buffers[i] with { Tensor = Moved(_buffers[i].Tensor, device) };
        foreach (var (_, child) in _children)
            child.To(device);
    }

    /// <summary>Switches gradients of all parameters on or off.</summary>
    public void SetRequiresGrad(bool value)
    {
        foreach (var parameter in Parameters())
            parameter.RequiresGrad = value;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        foreach (var (_, child) in _children)
            child.Dispose();
        foreach (var (_, tensor) in _parameters)
            tensor.Dispose();
        foreach (var (_, tensor, _) in _buffers)
            tensor.Dispose();
    }

    /// <summary>Makes a tensor a trained parameter of this module.</summary>
    protected Tensor Parameter(string name, Tensor tensor)
    {
        tensor.KeepAlive();
        tensor.RequiresGrad = true;
        _parameters.Add((name, tensor));
        return tensor;
    }

    /// <summary>Makes a tensor a buffer: saved with the module (unless not persistent) but not trained.</summary>
    protected Tensor Buffer(string name, Tensor tensor, bool persistent = true)
    {
        _buffers.Add((name, tensor.KeepAlive(), persistent));
        return tensor;
    }

    /// <summary>Takes a parameter or buffer out of the module; the tensor itself lives on.</summary>
    protected void Unregister(string name)
    {
        if (_parameters.RemoveAll(p => p.Name == name) + _buffers.RemoveAll(b => b.Name == name) == 0)
            throw new ArgumentException($"{GetType().Name} has no parameter or buffer named '{name}'.", nameof(name));
    }

    /// <summary>Makes a module a part of this one.</summary>
    protected TModule Child<TModule>(string name, TModule module) where TModule : Module
    {
        _children.Add((name, module));
        return module;
    }

    /// <summary>Puts another module in a child's place, under its name.</summary>
    protected void ReplaceChild(string name, Module module)
    {
        int index = _children.FindIndex(child => child.Name == name);
        if (index < 0)
            throw new ArgumentException($"{GetType().Name} has no part named '{name}'.", nameof(name));
        _children[index] = (name, module);
    }

    private static Tensor Moved(Tensor tensor, Device device)
    {
        using var noGrad = new NoGrad();
        tensor.MoveData(device);
        return tensor;
    }

    private void SetMode(bool training)
    {
        Training = training;
        foreach (var (_, child) in _children)
            child.SetMode(training);
    }
}
