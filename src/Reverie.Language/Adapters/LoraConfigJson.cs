using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reverie.Language.Adapters;

/// <summary>PEFT's <c>adapter_config.json</c>. What would change the numbers and is not implemented is refused, not ignored.</summary>
internal static class LoraConfigJson
{
    public static LoraConfig Read(JsonElement json, string source)
    {
        if (Get("peft_type")?.GetString() is { } type && type != "LORA")
            throw new NotSupportedException($"{source} is an adapter of the type {type}; only LORA is supported.");
        foreach (string flag in (string[])["use_dora", "use_qalora", "lora_bias"])
        {
            if (Get(flag)?.GetBoolean() == true)
                throw Unsupported(flag);
        }
        foreach (string name in (string[])["layer_replication", "target_parameters", "trainable_token_indices"])
        {
            if (Get(name) is { } value && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0))
                throw Unsupported(name);
        }
        if (Get("bias")?.GetString() is { } bias && bias != "none")
            throw Unsupported($"bias = {bias}");
        return new LoraConfig
        {
            Rank = Get("r")?.GetInt32() ?? 8,
            Alpha = Get("lora_alpha")?.GetDouble() ?? 8,
            Dropout = Get("lora_dropout")?.GetDouble() ?? 0,
            RankStabilized = Get("use_rslora")?.GetBoolean() ?? false,
            TargetModules = Names("target_modules")
                ?? throw new InvalidDataException($"{source} names no target_modules; an adapter without them cannot be placed."),
            ExcludeModules = Names("exclude_modules"),
            Layers = Get("layers_to_transform") switch
            {
                null => null,
                { ValueKind: JsonValueKind.Number } one => [one.GetInt32()],
                { } many => [.. many.EnumerateArray().Select(entry => entry.GetInt32())],
            },
            LayersPattern = Strings("layers_pattern"),
            RankPattern = Pattern("rank_pattern", value => value.GetInt32()),
            AlphaPattern = Pattern("alpha_pattern", value => value.GetDouble()),
            ModulesToSave = Strings("modules_to_save"),
            BaseModel = Get("base_model_name_or_path")?.GetString(),
        };

        JsonElement? Get(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

        NotSupportedException Unsupported(string what) => new($"{source} asks for {what}, which is not supported; use an adapter without it.");

        ModuleNames? Names(string name) => Get(name) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } expression => ModuleNames.Matching(expression.GetString()!),
            { } list => ModuleNames.Of(list.EnumerateArray().Select(entry => entry.GetString()!)),
        };

        string[] Strings(string name) => Get(name) switch
        {
            null => [],
            { ValueKind: JsonValueKind.String } one => [one.GetString()!],
            { } list => [.. list.EnumerateArray().Select(entry => entry.GetString()!)],
        };

        Dictionary<string, T> Pattern<T>(string name, Func<JsonElement, T> read) =>
            Get(name) is { } pattern ? pattern.EnumerateObject().ToDictionary(entry => entry.Name, entry => read(entry.Value)) : [];
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
