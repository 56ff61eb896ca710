using System.Text.Json;
using System.Text.Json.Nodes;
using Reverie.Language.Models;

namespace Reverie.Language.Adapters;

/// <summary>PEFT's <c>adapter_config.json</c>. What would change the numbers and is not implemented is refused, not ignored.</summary>
internal static class LoraConfigJson
{
    private const int MostRank = 65_536;

    // Notes, settings of training, and sections that only the starts use which are refused by init_lora_weights.
    private static readonly string[] Harmless =
    [
        "auto_mapping", "peft_version", "revision", "inference_mode", "task_type", "fan_in_fan_out", "megatron_core", "qalora_group_size",
        "loftq_config", "corda_config", "eva_config", "lora_ga_config", "runtime_config",
    ];

    // Starts that only choose the first numbers of A and B. Others change the base weights, again on every loading.
    private static readonly string[] PlainStarts = ["gaussian", "eva", "orthogonal"];

    public static LoraConfig Read(ConfigReader json, string source)
    {
        if (json.OptionalText("peft_type") is { } type && type != "LORA")
            throw new NotSupportedException($"{source} is an adapter of the type {type}; only LORA is supported.");
        if (json.OptionalText("bias") is { } bias && bias != "none")
            throw Unsupported($"bias = {bias}");
        CheckStart();
        int rank = (int)(json.OptionalSize("r", MostRank) ?? 8);
        var targets = Names("target_modules") ?? throw json.Lacks("target_modules");
        var layers = json.Numbers("layers_to_transform");
        var patterns = json.TryText("layers_pattern") is { } one ? one.Length == 0 ? [] : [one] : json.Texts("layers_pattern") ?? [];
        if (layers is [])
            layers = null;
        if (layers is not null && targets.Expression is not null)
        {
            throw new InvalidDataException(
                $"{source} gives 'layers_to_transform' together with an expression; put the layers into the expression or list the modules.");
        }

        if (layers is null && patterns.Count > 0)
            throw new InvalidDataException($"{source} gives 'layers_pattern' without 'layers_to_transform'; give both or neither.");
        foreach (string pattern in patterns)
            Checked("layers_pattern", pattern, () => PythonRegex.Create("", pattern, ""));
        var config = new LoraConfig
        {
            Rank = rank,
            Alpha = json.Real("lora_alpha", 8),
            Dropout = json.Real("lora_dropout", 0) is >= 0 and < 1 and var dropout
                ? dropout : throw json.Wrong("lora_dropout", "as a number from 0 to below 1"),
            RankStabilized = json.Flag("use_rslora", false),
            TargetModules = targets,
            ExcludeModules = Names("exclude_modules"),
            Layers = layers,
            LayersPattern = patterns,
            RankPattern = Pattern("rank_pattern", (section, name) => (int)section.OptionalSize(name, MostRank)!.Value),
            AlphaPattern = Pattern("alpha_pattern", (section, name) => section.Real(name, 0)),
            ModulesToSave = json.TryText("modules_to_save") is { } saved ? [saved] : json.Texts("modules_to_save") ?? [],
            BaseModel = json.TryText("base_model_name_or_path"),
        };
        json.RefuseUnread(Harmless);
        return config;

        void CheckStart()
        {
            if (json.Find("init_lora_weights") is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
            {
                string start = json.Text("init_lora_weights");
                if (!PlainStarts.Contains(start))
                    throw Unsupported($"init_lora_weights = {start}, a start that may change the base weights again on every loading");
            }
        }

        NotSupportedException Unsupported(string what) => new($"{source} asks for {what}, which is not supported; use an adapter without it.");

        ModuleNames? Names(string name) => json.Find(name) is not { } value ? null
            : value.ValueKind == JsonValueKind.String
                ? Checked(name, value.GetString()!, () => ModuleNames.Matching(value.GetString()!))
                : ModuleNames.Of(json.Texts(name)!);

        T Checked<T>(string name, string expression, Func<T> create)
        {
            try
            {
                return create();
            }
            catch (ArgumentException e)
            {
                throw new InvalidDataException($"{source}: '{name}' holds '{expression}', which is no regular expression; correct it or list the modules.", e);
            }
        }

        Dictionary<string, T> Pattern<T>(string name, Func<ConfigReader, string, T> read)
        {
            var pattern = new Dictionary<string, T>();
            if (json.Section(name) is not { } section)
                return pattern;
            foreach (string key in section.Names)
            {
                Checked(name, key, () => PythonRegex.Create("", key, ""));
                pattern[key] = section.Has(key) ? read(section, key) : throw section.Lacks(key);
            }
            return pattern;
        }
    }

    public static JsonObject Write(LoraConfig config) => new()
    {
        ["peft_type"] = "LORA",
        ["task_type"] = "CAUSAL_LM",
        ["base_model_name_or_path"] = config.BaseModel,
        ["inference_mode"] = true,
        ["r"] = config.Rank,
        ["lora_alpha"] = config.Alpha,
        ["lora_dropout"] = config.Dropout,
        ["use_rslora"] = config.RankStabilized,
        ["use_dora"] = false,
        ["bias"] = "none",
        ["fan_in_fan_out"] = false,
        ["init_lora_weights"] = true,
        ["target_modules"] = Names(config.TargetModules),
        ["exclude_modules"] = config.ExcludeModules is { } excluded ? Names(excluded) : null,
        ["layers_to_transform"] = config.Layers is { } layers ? new JsonArray([.. layers.Select(layer => (JsonNode)layer)]) : null,
        ["layers_pattern"] = config.LayersPattern.Count == 0 ? null : Strings(config.LayersPattern),
        ["rank_pattern"] = new JsonObject(config.RankPattern.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        ["alpha_pattern"] = new JsonObject(config.AlphaPattern.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        ["modules_to_save"] = config.ModulesToSave.Count == 0 ? null : Strings(config.ModulesToSave),
    };

    private static JsonNode Names(ModuleNames names) => names.Expression is { } expression ? expression : Strings(names.List);

    private static JsonArray Strings(IEnumerable<string> list) => [.. list.Select(entry => (JsonNode)entry)];
}
