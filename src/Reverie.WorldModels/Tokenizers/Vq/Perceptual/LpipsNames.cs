namespace Reverie.WorldModels.Tokenizers.Vq.Perceptual;

/// <summary>The names under which VGG-16 and the LPIPS heads are published.</summary>
internal static class LpipsNames
{
    private static readonly string[] Prefixes = ["tokenizer.", "lpips."];

    /// <summary>Strips IRIS's prefixes, and puts torchvision's layers into their slices: <c>features.7.bias</c> is <c>net.slice2.7.bias</c>.</summary>
    internal static string Canonical(string name)
    {
        foreach (string prefix in Prefixes)
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        string[] parts = name.Split('.');
        return parts is ["features", var index, var kind] && int.TryParse(index, out int layer) ? $"net.slice{Slice(layer)}.{layer}.{kind}" : name;
    }

    private static int Slice(int layer) => layer switch
    {
        < 5 => 1,
        < 10 => 2,
        < 17 => 3,
        < 24 => 4,
        _ => 5,
    };
}
