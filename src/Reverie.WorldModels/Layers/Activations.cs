using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.WorldModels.Layers;

/// <summary>Activation functions by PyTorch's names.</summary>
public static class Activations
{
    private const string Silu = "SiLU";

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new(StringComparer.Ordinal)
    {
        [Silu] = F.Silu,
        ["ELU"] = F.Elu,
        ["ReLU"] = F.Relu,
        ["GELU"] = F.Gelu,
        ["Tanh"] = x => x.Tanh(),
    };

    /// <summary>What <see cref="Of"/> knows.</summary>
    public static IEnumerable<string> Names => Functions.Keys;

    /// <summary>Whether there is one of this name.</summary>
    public static bool Has(string name) => Functions.ContainsKey(Short(name));

    /// <summary>A layer of a name such as <c>SiLU</c> or <c>torch.nn.SiLU</c>.</summary>
    /// <exception cref="ArgumentException">There is no such activation.</exception>
    public static Layer Of(string name) => Short(name) == Silu ? new SiluLayer() : new Activation(Functions.TryGetValue(Short(name), out var function)
        ? function
        : throw new ArgumentException($"There is no activation '{name}'; there are {string.Join(", ", Names)}.", nameof(name)));

    private static string Short(string name) => name[(name.LastIndexOf('.') + 1)..];
}
