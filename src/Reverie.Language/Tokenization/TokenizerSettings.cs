using System.Globalization;
using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tokenization;

/// <summary>
/// What the files beside <c>vocab.json</c> and <c>merges.txt</c> say: <c>tokenizer_config.json</c>, and for older models
/// <c>added_tokens.json</c> and <c>special_tokens_map.json</c>.
/// </summary>
internal sealed record TokenizerSettings
{
    private const string ConfigFile = "tokenizer_config.json";

    // In the order in which the transformers library adds them.
    public static readonly string[] Roles =
        ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token", "additional_special_tokens", "extra_special_tokens"];

    public TokenizerClass Class { get; init; } = TokenizerClass.Default;

    public bool AddPrefixSpace { get; init; }

    /// <summary>Tokens that have an id already.</summary>
    public IReadOnlyList<AddedToken> Numbered { get; init; } = [];

    /// <summary>Special tokens in order, as far as they are said; those without an id in the vocabulary get the next free ones.</summary>
    public IReadOnlyList<(string Role, AddedToken Token)> Special { get; init; } = [];

    /// <summary>Roles that are set to nothing, so that the class's own token does not count.</summary>
    public IReadOnlySet<string> Unset { get; init; } = new HashSet<string>();

    /// <exception cref="InvalidDataException">A file is damaged, or asks for what Reverie does not know; the message names it.</exception>
    public static TokenizerSettings Read(string folder)
    {
        var config = Json(folder, ConfigFile);
        var kind = ClassOf(folder, config);
        try
        {
            RefuseUnknown(kind, config);
            bool modern = JsonFields.Optional(config, "added_tokens_decoder") is not null;
            var map = modern ? default : Json(folder, "special_tokens_map.json");
            var special = Roles.SelectMany(role => TokensOf(JsonFields.Optional(config, role) is not null ? config : map, role))
                .Where(entry => entry.Token.Content.Length > 0).ToList();
            var numbered = modern ? Decoder(config) : Encoder(Json(folder, "added_tokens.json"), special.Select(entry => entry.Token.Content));
            return new TokenizerSettings
            {
                Class = kind,
                AddPrefixSpace = JsonFields.Flag(config, "add_prefix_space"),
                Numbered = numbered,
                Special = special,
                Unset = Roles.Where(role => IsNull(config, role)).ToHashSet(),
            };
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The tokenizer of {folder} {JsonFields.OneLine(e.Message)}; save its tokenizer.json with the transformers library and give that.", e);
        }
    }

    private static TokenizerClass ClassOf(string folder, JsonElement config)
    {
        var model = Json(folder, "config.json");
        string? name = JsonFields.Optional(config, "tokenizer_class") is not null ? JsonFields.Text(config, "tokenizer_class")
            : JsonFields.Optional(model, "tokenizer_class") is not null ? JsonFields.Text(model, "tokenizer_class") : null;
        string? family = name is null && JsonFields.Optional(model, "model_type") is { ValueKind: JsonValueKind.String } type ? type.GetString() : null;
        if (name is null && family is null)
            return TokenizerClass.Default;
        return (name is null ? TokenizerClass.OfFamily(family!) : TokenizerClass.Find(name)) ?? throw new InvalidDataException(
            $"{folder} has only vocab.json and merges.txt of a {name ?? $"'{family}' model's tokenizer"}, and Reverie knows these rules of "
            + $"{TokenizerClass.Names}; save its tokenizer.json with the transformers library and give that.");
    }

    private static void RefuseUnknown(TokenizerClass kind, JsonElement config)
    {
        foreach (string name in (string[])["do_lower_case", "split_special_tokens"])
        {
            if (JsonFields.Flag(config, name))
                throw new InvalidDataException($"sets {name}, which Reverie does not know");
        }
        if (JsonFields.Flag(config, "add_prefix_space") && !kind.TakesPrefixSpace)
            throw new InvalidDataException($"sets add_prefix_space, which Reverie does not know of a {kind.Name}");
        if (JsonFields.Optional(config, "auto_map") is { ValueKind: JsonValueKind.Object } map && JsonFields.Optional(map, "AutoTokenizer") is not null)
            throw new InvalidDataException("is made by code of its own (auto_map)");
    }

    private static IEnumerable<(string Role, AddedToken Token)> TokensOf(JsonElement parent, string role) => JsonFields.Optional(parent, role) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(token => (role, ReadSpecial(token, role))),
        { ValueKind: JsonValueKind.Object } named when role == "extra_special_tokens" =>
            named.EnumerateObject().Select(entry => (role, ReadSpecial(entry.Value, role))),
        { } token => [(role, ReadSpecial(token, role))],
    };

    private static AddedToken ReadSpecial(JsonElement token, string role) => token.ValueKind switch
    {
        JsonValueKind.String => new AddedToken(-1, token.GetString()!) { Special = true, LeftStrip = role == "mask_token" },
        JsonValueKind.Object => Token(-1, token) with { Special = true },
        _ => throw new InvalidDataException($"gives '{role}' something that is no token"),
    };

    private static AddedToken Token(int id, JsonElement token) => new(id, JsonFields.Text(token, "content"))
    {
        Special = JsonFields.Flag(token, "special"),
        Normalized = JsonFields.Flag(token, "normalized", absent: !JsonFields.Flag(token, "special")),
        SingleWord = JsonFields.Flag(token, "single_word"),
        LeftStrip = JsonFields.Flag(token, "lstrip"),
        RightStrip = JsonFields.Flag(token, "rstrip"),
    };

    private static List<AddedToken> Decoder(JsonElement config) =>
        [.. JsonFields.Required(config, "added_tokens_decoder", JsonValueKind.Object).EnumerateObject()
            .Select(entry => int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                ? Token(id, entry.Value)
                : throw new InvalidDataException($"has the added_tokens_decoder entry '{entry.Name}', which is no id"))
            .OrderBy(token => token.Id)];

    private static List<AddedToken> Encoder(JsonElement file, IEnumerable<string> special)
    {
        if (file.ValueKind == JsonValueKind.Undefined)
            return [];
        HashSet<string> names = [.. special];
        return [.. JsonFields.Vocabulary(file).OrderBy(entry => entry.Value)
            .Select(entry => new AddedToken(entry.Value, entry.Key) { Special = names.Contains(entry.Key), Normalized = !names.Contains(entry.Key) })];
    }

    private static bool IsNull(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    private static JsonElement Json(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return default;
        try
        {
            return TextGuard.ReadJson(path) is { ValueKind: JsonValueKind.Object } root
                ? root
                : throw new InvalidDataException($"{path} is no JSON object; fetch the file again.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not JSON ({e.Message.TrimEnd('.')}); fetch the file again.", e);
        }
    }
}
