using Reverie.Language.Layers;
using Reverie.Language.Quantization;
using Reverie.Torch;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>
/// Fills a model from a folder. Every weight must be there with its shape, and every tensor of the files must belong somewhere:
/// what is left over would be a model that only looks loaded.
/// </summary>
internal sealed class WeightLoader(LanguageModel model, string folder, ScalarType type, QuantizationConfig? quantization)
{
    internal static readonly string[] Tables = ["wte.weight", "embed_tokens.weight", "embed_in.weight", "embeddings.weight", "embedding.weight"];

    private readonly HashSet<string> _used = [];

    private string HeadWeight => $"{model.Config.HeadName}.weight";

    public void Load()
    {
        using var files = WeightFiles.Open(folder);
        using var noGrad = new NoGrad();
        // Where the files hold packed weights, they also say which are not packed: those stay as they are stored.
        bool isPacked = files.Names.Any(name => name.EndsWith(Nf4Checkpoint.StateOf(""), StringComparison.Ordinal));
        foreach (var (name, module) in model.NamedModules())
        {
            if (module is Projection projection and not TiedProjection)
                LoadPacked(files, name, projection, isPacked);
        }
        foreach (var (name, tensor) in model.NamedParameters())
            LoadDense(files, name, tensor);
        LoadOwnHead(files);
        RefuseLeftovers(files);
    }

    /// <summary>
    /// A model whose configuration ties the output layer, and whose files hold another one all the same, gets that one: it is
    /// what was trained.
    /// </summary>
    private void LoadOwnHead(WeightFiles files)
    {
        if (model.Head is not TiedProjection tied || files.Find(HeadWeight) is null || !_used.Add(HeadWeight))
            return;
        using var scope = new TensorScope();
        if (files.Find(Nf4Checkpoint.StateOf(HeadWeight)) is not null)
        {
            model.Untie();
            LoadPacked(files, model.Config.HeadName, model.Head, isPacked: true);
            return;
        }
        var stored = Read(files, HeadWeight);
        RequireShape(HeadWeight, stored, tied.Weight!);
        if (stored.To(tied.Weight!.DType).ToBytes().AsSpan().SequenceEqual(tied.Weight.ToBytes()))
            return;
        model.Untie();
        model.Head.Weight!.CopyFrom(stored);
    }

    private void RequireShape(string name, Tensor value, Tensor tensor)
    {
        if (!value.Shape.SequenceEqual(tensor.Shape))
        {
            throw new InvalidDataException(
                $"{folder}: '{name}' has the shape [{Text(value.Shape)}] in the weights but [{Text(tensor.Shape)}] by " +
                $"{LanguageModelConfig.FileName}; the two are not of one model.");
        }
    }

    private void LoadDense(WeightFiles files, string name, Tensor tensor)
    {
        using var scope = new TensorScope();
        var value = Read(files, Locate(files, name));
        RequireShape(name, value, tensor);
        tensor.CopyFrom(value);
    }

    /// <summary>Gives a projection its weight where that is in 4 bits, in the files or by the wish to quantise.</summary>
    private void LoadPacked(WeightFiles files, string module, Projection projection, bool isPacked)
    {
        string name = $"{module}.weight";
        string? found = TryLocate(files, name);
        bool isStored = found is not null && files.Find(Nf4Checkpoint.StateOf(found)) is not null;
        if (!isStored && !projection.IsQuantized)
            return;
        using var scope = new TensorScope();
        string stored = Locate(files, name);
        Nf4Weight weight;
        if (isStored)
        {
            weight = new Nf4Weight(Nf4Checkpoint.Read(folder, files.Read, stored));
        }
        else
        {
            var dense = Read(files, stored);
            RequireDense(name, dense, projection);
            if (isPacked || quantization!.Skips(module))
            {
                projection.Replace(dense.To(type));
                return;
            }
            // bitsandbytes quantises [out, in], which cuts other blocks than GPT-2's [in, out] would.
            weight = Nf4Weight.Quantize(projection.Layout == ProjectionLayout.OutputInput ? dense : dense.T.Contiguous(), quantization.DoubleQuantization);
        }
        if (weight.Rows != projection.OutputSize || weight.Columns != projection.InputSize)
        {
            throw new InvalidDataException(
                $"{folder}: '{name}' is [{weight.Rows}, {weight.Columns}] in the weights but [{projection.OutputSize}, {projection.InputSize}] by " +
                $"{LanguageModelConfig.FileName}; the two are not of one model.");
        }

        projection.Replace(weight);
    }

    private void RequireDense(string name, Tensor dense, Projection projection)
    {
        long[] shape = projection.Layout == ProjectionLayout.OutputInput
            ? [projection.OutputSize, projection.InputSize] : [projection.InputSize, projection.OutputSize];
        if (!dense.Shape.SequenceEqual(shape))
        {
            throw new InvalidDataException(
                $"{folder}: '{name}' has the shape [{Text(dense.Shape)}] in the weights but [{Text(shape)}] by " +
                $"{LanguageModelConfig.FileName}; the two are not of one model.");
        }
    }

    private string? TryLocate(WeightFiles files, string name) => Variants(name).Select(files.NameOf).FirstOrDefault(found => found is not null)
        // A tied model may be stored with its output layer only.
        ?? (model.Head is TiedProjection && IsTable(name) && files.Find(HeadWeight) is not null
            ? HeadWeight : null);

    /// <summary>The name under which the files hold a weight.</summary>
    private string Locate(WeightFiles files, string name)
    {
        string? stored = TryLocate(files, name);
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
            if (!_used.Contains(name) && !IsPartOfQuantized(name) && !IsKnownExtra(files, name))
            {
                throw new InvalidDataException(
                    $"{folder}: the weights hold '{name}', which a {model.Config.ModelType} model of this {LanguageModelConfig.FileName} does not have.");
            }
        }

        bool IsPartOfQuantized(string name) => Nf4Checkpoint.OwnerOf(name) is { } owner && _used.Contains(owner);
    }

    /// <summary>Buffers that old files carry, and what was left out on purpose.</summary>
    private bool IsKnownExtra(WeightFiles files, string name) =>
        StoredBuffers.IsOne(model, name, () => files.Find(name)!.Read())
        || (name == HeadWeight && model.Head is null) || (IsTable(name) && model.Backbone.Tokens is null);

    private bool IsTable(string name) => Array.Exists(Tables, table => name == table || name == $"{model.Config.BackboneName}.{table}");

    private static string Text(ReadOnlySpan<long> shape) => string.Join(", ", shape.ToArray());
}
