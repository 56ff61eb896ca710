namespace Reverie.Language.Tokenization;

/// <summary>
/// What a class of tokenizer of the transformers library does with <c>vocab.json</c> and <c>merges.txt</c>, which do not say it themselves.
/// </summary>
/// <param name="Name">The class, without <c>Fast</c> at its end.</param>
/// <param name="Stage">Makes the pre-tokenizer, given whether a space is put before the text.</param>
/// <param name="NormalizeNfc">Brings text into Unicode form C first.</param>
/// <param name="TakesPrefixSpace">Whether the class knows <c>add_prefix_space</c>.</param>
/// <param name="Defaults">Its special tokens where nothing else is said, by their name in the configuration.</param>
internal sealed record TokenizerClass(
    string Name, Func<bool, SplitStage[]> Stage, bool NormalizeNfc, bool TakesPrefixSpace, (string Role, string Token)[] Defaults)
{
    private const string EndOfText = "<|endoftext|>";

    private static readonly (string Role, string Token)[] RobertaTokens =
    [
        ("bos_token", "<s>"), ("eos_token", "</s>"), ("unk_token", "<unk>"), ("sep_token", "</s>"), ("pad_token", "<pad>"), ("cls_token", "<s>"),
        ("mask_token", "<mask>"),
    ];

    private static readonly TokenizerClass[] All =
    [
        new("GPT2Tokenizer", Gpt2, false, true, [("bos_token", EndOfText), ("eos_token", EndOfText), ("unk_token", EndOfText)]),
        new("RobertaTokenizer", Gpt2, false, true, RobertaTokens),
        new("LongformerTokenizer", Gpt2, false, true, RobertaTokens),
        new("BartTokenizer", Gpt2, false, true, RobertaTokens),
        new("Qwen2Tokenizer", Qwen2, true, false, [("eos_token", EndOfText), ("unk_token", EndOfText), ("pad_token", EndOfText)]),
    ];

    /// <summary>The one that bare files of GPT-2 get.</summary>
    public static TokenizerClass Default => All[0];

    /// <summary>The names that <see cref="Find"/> knows.</summary>
    public static string Names => string.Join(", ", All.Select(kind => kind.Name));

    /// <summary>The class of a name; null where it is not known.</summary>
    public static TokenizerClass? Find(string name) =>
        Array.Find(All, kind => name == kind.Name || (name.Length == kind.Name.Length + 4 && name == kind.Name + "Fast"));

    /// <summary>The class that a model's family uses where no class is named; null where it is not known.</summary>
    public static TokenizerClass? OfFamily(string family) => family switch
    {
        "gpt2" => Find("GPT2Tokenizer"),
        "roberta" => Find("RobertaTokenizer"),
        "longformer" => Find("LongformerTokenizer"),
        "bart" => Find("BartTokenizer"),
        "qwen2" or "qwen3" => Find("Qwen2Tokenizer"),
        _ => null,
    };

    private static SplitStage[] Gpt2(bool addSpace) => [new SplitStage(addSpace, new Gpt2Splitter())];

    private static SplitStage[] Qwen2(bool addSpace) =>
        [new SplitStage(AddSpace: false, new Cl100kSplitter(maxDigits: 1)), new SplitStage(addSpace, Splitter: null)];
}
