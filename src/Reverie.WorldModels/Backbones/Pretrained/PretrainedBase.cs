using System.Security.Cryptography;
using System.Text;
using Reverie.Language.Hub;
using Reverie.Torch;

namespace Reverie.WorldModels.Backbones.Pretrained;

/// <summary>The pretrained weights that a language core began with, so that whoever needs them again can tell whether they are the same.</summary>
/// <param name="Name">Their folder, or their name on the hub.</param>
/// <param name="Revision">Branch, tag or commit.</param>
/// <param name="Sha256">Of their configuration and weights, lower-case hexadecimal.</param>
/// <param name="Kept">How they are kept in memory: an element type, or 4 bits.</param>
public sealed record PretrainedBase(string Name, string Revision, string Sha256, string Kept)
{
    /// <summary>Whether the numbers are the same, wherever they lie.</summary>
    public bool IsSameAs(PretrainedBase other) => (Sha256, Kept) == (other.Sha256, other.Kept);

    /// <summary>Reads all weights of a folder once.</summary>
    internal static PretrainedBase Of(LanguageCoreOptions options, string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = ModelFiles.Select([.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))]);
        foreach (string file in files.Where(IsPart).Order(StringComparer.Ordinal))
        {
            using var stream = File.OpenRead(Path.Combine(folder, file));
            hash.AppendData(Encoding.UTF8.GetBytes($"{file} "));
            hash.AppendData(SHA256.HashData(stream));
        }
        string kept = options.LoadIn4Bit ? $"nf4{(options.DoubleQuant ? " twice" : "")} in {Type(options)}" : Type(options);
        return new(options.Name!, options.Revision, Convert.ToHexStringLower(hash.GetHashAndReset()), kept);
    }

    private static string Type(LanguageCoreOptions options) => options.Dtype == Precision.Bfloat16 ? "bfloat16" : "float32";

    private static bool IsPart(string file) =>
        file == "config.json" || file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".bin", StringComparison.Ordinal);
}
