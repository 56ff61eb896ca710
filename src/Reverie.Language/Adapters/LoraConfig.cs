using System.Text.Json.Nodes;
using Reverie.Language.Models;

namespace Reverie.Language.Adapters;

/// <summary>Which modules get low-rank adapters, and of what size: PEFT's <c>adapter_config.json</c>, with its meaning.</summary>
public sealed record LoraConfig
{
    public const string FileName = "adapter_config.json";

    /// <summary>Every projection but the output layer.</summary>
    public const string AllLinear = "all-linear";

    /// <summary>Rank r of the additions.</summary>
    public int Rank { get; init; } = 8;

    /// <summary>The addition is scaled by Alpha / r, or Alpha / sqrt(r).</summary>
    public double Alpha { get; init; } = 8;

    /// <summary>Probability of dropping an input of A while training.</summary>
    public double Dropout { get; init; }

    /// <summary>Scale by Alpha / sqrt(r) (Kalajdzievski, 2023).</summary>
    public bool RankStabilized { get; init; }

    /// <summary>Modules by full name or by its last parts; or one regular expression, or <see cref="AllLinear"/>.</summary>
    public required ModuleNames TargetModules { get; init; }

    /// <summary>Modules that are left alone although they match.</summary>
    public ModuleNames? ExcludeModules { get; init; }

    /// <summary>Only blocks of these numbers; null: all.</summary>
    public IReadOnlyList<int>? Layers { get; init; }

    /// <summary>The name before the block's number, where it is not simply the first number in a module's name.</summary>
    public IReadOnlyList<string> LayersPattern { get; init; } = [];

    /// <summary>Other ranks for modules whose name ends with a key (a regular expression); the first that fits counts.</summary>
    public IReadOnlyDictionary<string, int> RankPattern { get; init; } = new Dictionary<string, int>();

    /// <summary>Other alphas, likewise.</summary>
    public IReadOnlyDictionary<string, double> AlphaPattern { get; init; } = new Dictionary<string, double>();

    /// <summary>Modules that are trained whole and saved with the adapter.</summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = [];

    /// <summary>The model that the adapter belongs to, as a note to the reader.</summary>
    public string? BaseModel { get; init; }

    /// <summary>Reads <c>adapter_config.json</c> of a folder.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="NotSupportedException">The adapter is of another kind.</exception>
    public static LoraConfig Load(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{folder} has no {FileName}; name a folder that PEFT or Reverie saved an adapter to.", path);
        return ModelJson.Guarded(path, () => LoraConfigJson.Read(new ConfigReader(ModelJson.Read(path), path), path));
    }

    /// <summary>The content of <c>adapter_config.json</c>, for PEFT.</summary>
    public JsonObject ToJson() => LoraConfigJson.Write(this);

    /// <summary>The rank of one module.</summary>
    public int RankOf(string module) => TargetMatcher.TryPattern(RankPattern, module, out int rank) ? rank : Rank;

    /// <summary>The factor on one module's addition.</summary>
    public double ScalingOf(string module)
    {
        double alpha = TargetMatcher.TryPattern(AlphaPattern, module, out double other) ? other : Alpha;
        int rank = RankOf(module);
        return alpha / (RankStabilized ? Math.Sqrt(rank) : rank);
    }
}
