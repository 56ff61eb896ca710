using Reverie.Language.Layers;
using Reverie.Language.Quantization;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>
/// Fills a model from a folder. Every weight must be there with its shape, and every tensor of the files must belong somewhere:
/// what is left over would be a model that only looks loaded.
/// </summary>
internal sealed class WeightLoader(LanguageModel model, string folder, QuantizationConfig? quantization)
{
    // Masks and rotation tables that older versions stored; they follow from the configuration.
    private static readonly string[] Buffers = [".attn.bias", ".attn.masked_bias", ".attention.bias", ".attention.masked_bias", ".rotary_emb.inv_freq"];

    private static readonly string[] Tables = ["wte.weight", "embed_tokens.weight", "embed_in.weight", "embeddings.weight", "embedding.weight"];

    private readonly HashSet<string> _used = [];

    public void Load()
    {
        using var files = WeightFiles.Open(folder);
        using var noGrad = new NoGrad();
        foreach (var (name, module) in model.NamedModules())
        {
            if (module is Projection { IsQuantized: true } projection)
                LoadQuantized(files, $"{name}.weight", projection);
        }
        foreach (var (name, tensor) in model.NamedParameters())
            LoadDense(files, name, tensor);
        RefuseLeftovers(files);
    }

    private void LoadDense(WeightFiles files, string name, Tensor tensor)
    {
        using var scope = new TensorScope();
        var value = Read(files, Locate(files, name));
        if (!value.Shape.SequenceEqual(tensor.Shape))
        {
            throw new InvalidDataException(
                $"{folder}: '{name}' has the shape [{Text(value.Shape)}] in the weights but [{Text(tensor.Shape)}] by " +
                $"{LanguageModelConfig.FileName}; the two are not of one model.");
        }
        tensor.CopyFrom(value);
    }

    private void LoadQuantized(WeightFiles files, string name, Projection projection)
    {
        using var scope = new TensorScope();
        string stored = Locate(files, name);
        var file = files.Find(stored)!.File;
        long[] expected = [projection.OutputSize, projection.InputSize];
        Nf4Weight weight;
        if (file is not null && Nf4Checkpoint.Contains(file, stored))
        {
            weight = new Nf4Weight(Nf4Checkpoint.Read(file, stored));
        }
        else
        {
            var dense = Read(files, stored);
            // bitsandbytes quantises [out, in], which cuts other blocks than GPT-2's [in, out] would.
            weight = Nf4Weight.Quantize(projection.Layout == ProjectionLayout.OutputInput ? dense : dense.T.Contiguous(), quantization!.DoubleQuantization);
        }
        if (weight.Rows != expected[0] || weight.Columns != expected[1])
        {
            throw new InvalidDataException(
                $"{folder}: '{name}' is [{weight.Rows}, {weight.Columns}] in the weights but [{Text(expected)}] by {LanguageModelConfig.FileName}; " +
                $"the two are not of one model.");
        }

        projection.Replace(weight);
    }

    /// <summary>The name under which the files hold a weight.</summary>
    private string Locate(WeightFiles files, string name)
    {
        string? stored = Variants(name).FirstOrDefault(variant => files.Find(variant) is not null);
        if (stored is null)
        {
            throw new InvalidDataException(
                $"{folder}: the weights lack '{name}', which a {model.Config.ModelType} model of this {LanguageModelConfig.FileName} needs.");
        }

        _used.Add(stored);
        return stored;
    }

    /// <summary>Published files name the backbone or not, and old Mamba files write "embedding".</summary>
    private IEnumerable<string> Variants(string name)
    {
        string prefix = model.Config.BackboneName + ".";
        yield return name;
        if (name.StartsWith(prefix, StringComparison.Ordinal))
            yield return name[prefix.Length..];
        if (name.Contains(".embeddings.", StringComparison.Ordinal))
        {
            string old = name.Replace(".embeddings.", ".embedding.", StringComparison.Ordinal);
            yield return old;
            yield return old[prefix.Length..];
        }
    }

    private static Tensor Read(WeightFiles files, string stored) => files.Find(stored)!.Read().ToTensor();

    private void RefuseLeftovers(WeightFiles files)
    {
        foreach (string name in files.Names)
        {
            if (!_used.Contains(name) && !IsPartOfQuantized(name) && !IsKnownExtra(name))
            {
                throw new InvalidDataException(
                    $"{folder}: the weights hold '{name}', which a {model.Config.ModelType} model of this {LanguageModelConfig.FileName} does not have.");
            }
        }

        bool IsPartOfQuantized(string name) => files.Find(name)!.File is { } file && Nf4Checkpoint.IsPart(file, name);
    }

    /// <summary>Buffers that old files carry, and what was left out on purpose.</summary>
    private bool IsKnownExtra(string name)
    {
        if (EndsWithAny(Buffers))
            return true;
        bool isHead = name == $"{model.Config.HeadName}.weight";
        bool isTable = EndsWithAny(Tables);
        // A tied output layer that is stored all the same: the embedding wins.
        return (isHead && model.Head is null or TiedProjection) || (isTable && model.Backbone.Tokens is null);

        bool EndsWithAny(string[] endings) => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.Ordinal));
    }

    private static string Text(ReadOnlySpan<long> shape) => string.Join(", ", shape.ToArray());
}
