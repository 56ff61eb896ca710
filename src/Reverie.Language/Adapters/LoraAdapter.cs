using Reverie.Language.Layers;
using Reverie.Language.Models;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Language.Adapters;

/// <summary>
/// Low-rank adapters on a model (LoRA, Hu et al., 2021; QLoRA where the model is in 4 bits), compatible with PEFT: same
/// modules for the same configuration, same files, same numbers. The base model is frozen while they are attached.
/// </summary>
public sealed class LoraAdapter
{
    private readonly LanguageModel _model;

    private LoraAdapter(
        LanguageModel model, LoraConfig config, IReadOnlyList<(string Name, Module Module)> targets, IReadOnlyList<(string Name, Module Module)> saved) =>
        (_model, Config, Targets, SavedModules) = (model, config, targets, saved);

    public LoraConfig Config { get; }

    /// <summary>The adapted modules: <see cref="Projection"/>s and <see cref="TokenEmbedding"/>s.</summary>
    public IReadOnlyList<(string Name, Module Module)> Targets { get; }

    /// <summary>The modules that are trained whole.</summary>
    public IReadOnlyList<(string Name, Module Module)> SavedModules { get; }

    /// <summary>The adapters' own tensors by their names in the model, as in <c>...q_proj.lora_A.weight</c>.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedTensors => Targets.SelectMany(target => target.Module switch
    {
        Projection { Lora: { } lora } => ((string, Tensor)[])[($"{target.Name}.lora_A.weight", lora.A), ($"{target.Name}.lora_B.weight", lora.B)],
        TokenEmbedding { Lora: { } lora } => [($"{target.Name}.lora_embedding_A", lora.A), ($"{target.Name}.lora_embedding_B", lora.B)],
        _ => [],
    });

    /// <summary>Freezes the model and attaches fresh adapters, which change nothing before they are trained.</summary>
    /// <exception cref="ArgumentException">Nothing matches the targets, or something that cannot be adapted does.</exception>
    public static LoraAdapter Attach(LanguageModel model, LoraConfig config, Generator generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(config.Rank);
        var targets = TargetMatcher.Find(model, config);
        model.SetRequiresGrad(false);
        foreach (var (name, module) in targets)
        {
            int rank = config.RankOf(name);
            double scaling = config.ScalingOf(name);
            // A random, B zero; for embeddings the other way round, as PEFT does.
            if (module is Projection projection)
            {
                projection.Attach(new LoraWeights(
                    Init.FanIn([rank, projection.InputSize], projection.InputSize, generator), Tensor.Zeros([projection.OutputSize, rank]),
                    scaling, config.Dropout));
            }
            else if (module is TokenEmbedding table)
            {
                table.Attach(new LoraWeights(Tensor.Zeros([rank, table.Rows]), Init.Normal([table.Size, rank], 1, generator), scaling));
            }
        }
        return new LoraAdapter(model, config, targets, TrainWhole(model, config));
    }

    /// <summary>Attaches an adapter that PEFT or <see cref="Save"/> wrote.</summary>
    /// <param name="model">The base model.</param>
    /// <param name="folder">A folder with <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</param>
    /// <param name="trainable">Whether its weights are to be trained further.</param>
    /// <exception cref="InvalidDataException">The files do not fit the model, which then has no adapter.</exception>
    public static LoraAdapter Load(LanguageModel model, string folder, bool trainable = false)
    {
        using var generator = new Generator(0); // the numbers are overwritten at once
        var adapter = Attach(model, LoraConfig.Load(folder), generator);
        try
        {
            LoraFiles.Read(adapter, model, folder);
        }
        catch
        {
            adapter.Detach();
            throw;
        }
        foreach (var tensor in adapter.Trained())
            tensor.RequiresGrad = trainable;
        return adapter;
    }

    /// <summary>Writes the adapter in PEFT's format.</summary>
    public void Save(string folder) => LoraFiles.Write(this, folder);

    /// <summary>
    /// Makes the adapters part of the weights. A tied output layer is untied first: it does not see an adapter on the embedding,
    /// and would see a changed table.
    /// </summary>
    public void Merge()
    {
        if (_model.Head is TiedProjection && Targets.Any(target => target.Module is TokenEmbedding || ReferenceEquals(target.Module, _model.Head)))
            _model.Untie();
        foreach (var module in Present())
        {
            (module as Projection)?.Merge();
            (module as TokenEmbedding)?.Merge();
        }
    }

    /// <summary>Takes them out again; the weights are then the base model's, bit for bit.</summary>
    public void Unmerge()
    {
        foreach (var module in Present())
        {
            (module as Projection)?.Unmerge();
            (module as TokenEmbedding)?.Unmerge();
        }
    }

    /// <summary>Removes the adapters from the model.</summary>
    public void Detach()
    {
        foreach (var module in Present())
        {
            (module as Projection)?.Detach();
            (module as TokenEmbedding)?.Detach();
        }
    }

    /// <summary>Everything that training changes.</summary>
    public IEnumerable<Tensor> Trained() => NamedTensors.Select(entry => entry.Tensor).Concat(SavedModules.SelectMany(entry => entry.Module.Parameters()));

    /// <summary>The adapted modules now; untying replaces the output layer.</summary>
    private IEnumerable<Module> Present() => Targets.Select(target => target.Name == _model.Config.HeadName ? _model.Head! : target.Module);

    private static List<(string Name, Module Module)> TrainWhole(LanguageModel model, LoraConfig config)
    {
        if (config.ModulesToSave.Count == 0)
            return [];
        var names = ModuleNames.Of(config.ModulesToSave);
        // PEFT trains a copy of its own, so what was tied is not any more.
        if (model.Backbone.Tokens is not null && model.NamedModules()
            .Any(entry => names.Includes(entry.Name) && (entry.Module is TiedProjection || ReferenceEquals(entry.Module, model.Backbone.Tokens))))
        {
            model.Untie();
        }

        var saved = model.NamedModules().Where(entry => entry.Name.Length > 0 && names.Includes(entry.Name)).ToList();
        if (saved.Count == 0)
            throw new ArgumentException($"No module of the model is one of modules_to_save ({names}); correct the names.");
        foreach (var (_, module) in saved)
            module.SetRequiresGrad(true);
        return saved;
    }
}
