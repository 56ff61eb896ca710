using System.Text;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Testing;

/// <summary>
/// Weights by formula (tests/golden/iris/formula): SplitMix64 seeded with the FNV-1a hash of "salt:name", so that networks of
/// any size are the same in every language without a file.
/// </summary>
internal static class Formula
{
    /// <summary>Fills every parameter by its name inside the module; buffers stay as they are.</summary>
    /// <param name="module">The component whose parameters are filled.</param>
    /// <param name="salt">The fixture's salt.</param>
    /// <param name="prefix">Prepended to the names before hashing, as in <c>lpips.</c></param>
    public static void Fill(Module module, string salt, string prefix = "")
    {
        using var noGrad = new NoGrad();
        foreach (var (name, tensor) in module.NamedParameters(prefix))
        {
            var (offset, scale) = Law(name, tensor.Shape);
            tensor.SetData<float>(Values($"{salt}:{name}", tensor.NumElements, offset, scale));
        }
    }

    /// <summary>The formula's input for a layer: uniform in [-1, 1) with the given key.</summary>
    public static Tensor Input(string key, params ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
            count *= size;
        return Tensor.From(Values(key, count, 0, 1), shape);
    }

    /// <summary>offset + scale u for the given key ("salt:name").</summary>
    public static float[] Values(string key, long count, double offset, double scale)
    {
        ulong seed = Seed(key);
        float[] values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            ulong z = seed + ((ulong)(i + 1) * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            z ^= z >> 31;
            values[i] = (float)(offset + (scale * (((z >> 40) / 8388608.0) - 1.0)));
        }
        return values;
    }

    /// <summary>The 64-bit FNV-1a hash of a key.</summary>
    public static ulong Seed(string key)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte letter in Encoding.UTF8.GetBytes(key))
            hash = (hash ^ letter) * 0x100000001B3;
        return hash;
    }

    /// <summary>Offset and scale of a parameter: the first rule that fits its name and shape.</summary>
    public static (double Offset, double Scale) Law(string name, ReadOnlySpan<long> shape)
    {
        if (name.Contains("lpips.lin", StringComparison.Ordinal) || name.StartsWith("lin", StringComparison.Ordinal))
            return (0.5, 0.5);
        if (name.Contains("bias", StringComparison.Ordinal))
            return (0, 0.1);
        if (shape.Length == 1)
            return (1, 0.1);
        bool isTable = name.EndsWith("embedding.weight", StringComparison.Ordinal)
            || name.Contains("embedding_tables", StringComparison.Ordinal)
            || name.EndsWith("pos_emb.weight", StringComparison.Ordinal);
        if (isTable)
            return (0, 1);
        double fanIn = 1;
        foreach (long size in shape[1..])
            fanIn *= size;
        bool isVgg = name.Contains("lpips.net.", StringComparison.Ordinal) || name.StartsWith("net.", StringComparison.Ordinal);
        return (0, Math.Sqrt((isVgg ? 6 : 3) / fanIn));
    }
}
