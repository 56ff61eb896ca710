using System.Text.Json;
using Reverie.Torch.Serialization;

namespace Reverie.Language.Tokenization;

/// <summary>
/// Reads <c>tokenizer.json</c> as the Hugging Face library writes it. What would change token ids and is not known here is refused, so
/// that a tokenizer is either exact or an error.
/// </summary>
internal static class TokenizerJson
{
    public static BpeTokenizer Load(string path)
    {
        JsonElement root;
        try
        {
            root = TextGuard.ReadJson(path);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not valid JSON ({e.Message.TrimEnd('.')}); fetch the file again.", e);
        }
        try
        {
            var definition = Read(root);
            var tokenizer = new BpeTokenizer(definition);
            AddedTokenIds.Check(tokenizer.AddedTokens, definition.Vocabulary);
            return tokenizer;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} {JsonFields.OneLine(e.Message)}; give the tokenizer.json of a model with a byte-level BPE tokenizer.", e);
        }
    }

    private static BpeDefinition Read(JsonElement root)
    {
        var model = JsonFields.Required(root, "model", JsonValueKind.Object);
        CheckModel(model);
        CheckDecoder(root);
        return new BpeDefinition
        {
            Vocabulary = JsonFields.Vocabulary(JsonFields.Required(model, "vocab", JsonValueKind.Object)),
            Merges = ReadMerges(JsonFields.Required(model, "merges", JsonValueKind.Array)),
            AddedTokens = ReadAddedTokens(root),
            IgnoreMerges = JsonFields.Flag(model, "ignore_merges"),
            NormalizeNfc = ReadNormalizer(JsonFields.Optional(root, "normalizer")),
            Stages = ReadStages(root),
        };
    }

    private static void CheckModel(JsonElement model)
    {
        // Files from before 2020 leave the type out.
        if (JsonFields.Optional(model, "type") is not null && JsonFields.Text(model, "type") is not "BPE" and var type)
            throw new InvalidDataException($"describes a {type} model");
        foreach (string affix in (string[])["continuing_subword_prefix", "end_of_word_suffix"])
        {
            if (JsonFields.Optional(model, affix) is not null && JsonFields.Text(model, affix).Length > 0)
                throw new InvalidDataException($"uses a {affix}, which byte-level tokenizers do not have");
        }
        if (JsonFields.Flag(model, "byte_fallback"))
            throw new InvalidDataException("uses byte_fallback, as SentencePiece models do");
        if (JsonFields.Optional(model, "dropout") is { } dropout && !(dropout.ValueKind == JsonValueKind.Number && dropout.GetDouble() == 0))
            throw new InvalidDataException("uses dropout, whose encodings are random");
    }

    private static void CheckDecoder(JsonElement root)
    {
        if (JsonFields.Optional(root, "decoder") is { } decoder && JsonFields.Text(decoder, "type") is not "ByteLevel" and var type)
            throw new InvalidDataException($"uses a {type} decoder");
    }

    private static List<(string Left, string Right)> ReadMerges(JsonElement merges)
    {
        var pairs = new List<(string Left, string Right)>(merges.GetArrayLength());
        foreach (var merge in merges.EnumerateArray())
        {
            pairs.Add(merge.ValueKind switch
            {
                JsonValueKind.String => JsonFields.Pair(merge.GetString()!, pairs.Count),
                JsonValueKind.Array when merge.GetArrayLength() == 2 && merge.EnumerateArray().All(part => part.ValueKind == JsonValueKind.String) =>
                    (merge[0].GetString()!, merge[1].GetString()!),
                _ => throw new InvalidDataException($"has a merge number {pairs.Count + 1} that is not a pair of tokens"),
            });
        }
        return pairs;
    }

    private static List<AddedToken> ReadAddedTokens(JsonElement root)
    {
        var tokens = new List<AddedToken>();
        if (JsonFields.Optional(root, "added_tokens") is not null)
        {
            foreach (var token in JsonFields.Required(root, "added_tokens", JsonValueKind.Array).EnumerateArray())
            {
                var id = JsonFields.Required(token, "id", JsonValueKind.Number);
                tokens.Add(new AddedToken(id.TryGetInt32(out int value) ? value : -1, JsonFields.Text(token, "content"))
                {
                    Special = JsonFields.Flag(token, "special"),
                    Normalized = JsonFields.Flag(token, "normalized", absent: true),
                    SingleWord = JsonFields.Flag(token, "single_word"),
                    LeftStrip = JsonFields.Flag(token, "lstrip"),
                    RightStrip = JsonFields.Flag(token, "rstrip"),
                });
            }
        }
        return tokens;
    }

    private static bool ReadNormalizer(JsonElement? normalizer)
    {
        if (normalizer is not { } value)
            return false;
        return JsonFields.Text(value, "type") switch
        {
            "NFC" => true,
            "Sequence" => JsonFields.Required(value, "normalizers", JsonValueKind.Array).EnumerateArray()
                .Aggregate(false, (nfc, part) => ReadNormalizer(part) | nfc),
            var type => throw new InvalidDataException($"uses a {type} normalizer"),
        };
    }

    private static List<SplitStage> ReadStages(JsonElement root)
    {
        if (JsonFields.Optional(root, "pre_tokenizer") is not { } preTokenizer)
            throw new InvalidDataException("has no pre_tokenizer");
        var parts = JsonFields.Text(preTokenizer, "type") == "Sequence"
            ? JsonFields.Required(preTokenizer, "pretokenizers", JsonValueKind.Array).EnumerateArray().ToArray()
            : [preTokenizer];
        if (parts.Length == 0 || JsonFields.Text(parts[^1], "type") != "ByteLevel")
        {
            // ByteLevel is what turns text into the byte alphabet; the vocabulary would not apply without it.
            throw new InvalidDataException("has a pre_tokenizer that does not end with ByteLevel");
        }
        return [.. parts.Select(ReadStage)];
    }

    private static SplitStage ReadStage(JsonElement part) => JsonFields.Text(part, "type") switch
    {
        "ByteLevel" => new SplitStage(
            JsonFields.Flag(part, "add_prefix_space", absent: true),
            JsonFields.Flag(part, "use_regex", absent: true) ? new Gpt2Splitter() : null),
        "Digits" => new SplitStage(AddSpace: false, new DigitsSplitter(JsonFields.Flag(part, "individual_digits"))),
        "Split" => new SplitStage(AddSpace: false, ReadSplitter(part)),
        var type => throw new InvalidDataException($"uses a {type} pre_tokenizer"),
    };

    private static Splitter ReadSplitter(JsonElement split)
    {
        if (JsonFields.Text(split, "behavior") != "Isolated" || JsonFields.Flag(split, "invert"))
            throw new InvalidDataException("uses a Split pre_tokenizer that is not 'Isolated'");
        return JsonFields.Text(JsonFields.Required(split, "pattern", JsonValueKind.Object), "Regex") switch
        {
            Gpt2Splitter.Pattern => new Gpt2Splitter(),
            Cl100kSplitter.SingleDigitPattern => new Cl100kSplitter(maxDigits: 1),
            Cl100kSplitter.ThreeDigitPattern => new Cl100kSplitter(maxDigits: 3),
            var pattern => throw new InvalidDataException($"splits by the pattern {pattern}, and Reverie knows those of GPT-2, Qwen and Llama 3"),
        };
    }
}
