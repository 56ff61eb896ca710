using Reverie.Language.Advisers;
using Reverie.Language.Advisers.Local.Templates;

namespace Reverie.Language.Tests.Advisers.Local;

/// <summary>Templates as models' folders have them, in the styles that are common.</summary>
public sealed class ChatTemplateTests
{
    private static readonly (string, string)[] Conversation = [("system", " Be short. "), ("user", "Where?"), ("assistant", "Left."), ("user", "And now?")];
    private static readonly Dictionary<string, string> Tokens = new() { ["bos_token"] = "<s>", ["eos_token"] = "</s>" };

    public static TheoryData<string, string> Styles => new()
    {
        {
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
                + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}",
            "<|im_start|>system\n Be short. <|im_end|>\n<|im_start|>user\nWhere?<|im_end|>\n<|im_start|>assistant\nLeft.<|im_end|>\n<|im_start|>user\nAnd now?<|im_end|>\n<|im_start|>assistant\n"
        },
        {
            """
            {%- set ns = namespace(system='', turns=0) %}
            {%- for m in messages if m.role == 'system' %}
                {%- set ns.system = m.content | trim %}
            {%- endfor %}
            {{- bos_token }}
            {%- for m in messages %}
                {%- if m.role not in ['user', 'assistant'] %}
                    {#- told already -#}
                {%- elif (m['role'] == 'user') != (ns.turns % 2 == 0) %}
                    {{- raise_exception('roles must alternate') }}
                {%- else %}
                    {%- if loop.last and not loop.first and ns.system is defined and ns.system|length > 0 %}
                        {{- '[INST] ' ~ ns.system ~ '\n\n' ~ m.content.strip() + ' [/INST]' }}
                    {%- else %}
                        {{- '[INST] ' + m.content + ' [/INST]' if m.role == 'user' else ' ' + m.content + eos_token }}
                    {%- endif %}
                    {%- set ns.turns = ns.turns + 1 %}
                {%- endif %}
            {%- endfor %}
            """,
            "<s>[INST] Where? [/INST] Left.</s>[INST] Be short.\n\nAnd now? [/INST]"
        },
        {
            "{% for m in messages %}\n    {% if loop.index0 == 0 %}\nfirst\n    {% endif %}\n{{ m.role[0:1] | upper }}{{ m.content[-1:] }}\n{% endfor %}\nend",
            "first\nS \nU?\nA.\nU?\nend"
        },
    };

    [Theory]
    [MemberData(nameof(Styles))]
    public void Render_OfACommonStyle_IsWhatTheModelWasTaught(string template, string expected) =>
        Assert.Equal(expected, ChatTemplate.Parse("test", template, Tokens).Render(Conversation));

    [Fact]
    public void Render_WhereThereIsNoSystem_PutsTheTaskBeforeTheFirstQuestion()
    {
        const string Template = "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}{% endif %}{{ m.role }}:{{ m.content }};{% endfor %}";
        Assert.Equal("user:Be.\n\nWhere?;", ChatTemplate.Parse("test", Template).Render([("system", "Be."), ("user", "Where?")]));
    }

    [Theory]
    [InlineData("{% macro f() %}{% endmacro %}", "macro")]
    [InlineData("{{ messages | groupby('role') }}", "groupby")]
    [InlineData("{% if messages %}", "endif")]
    [InlineData("{{ messages", "closed")]
    [InlineData("{{ 1 + }}", "too early")]
    [InlineData("{% endif %}", "beginning")]
    public void Parse_OfWhatIsNotKnown_SaysWhatItIs(string template, string what) =>
        Assert.Contains(what, Assert.Throws<AdviserException>(() => ChatTemplate.Parse("test", template)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ ", "(", "1", ")", " }}")]
    [InlineData("{{ ", "not ", "1", "", " }}")]
    [InlineData("{{ ", "1 if 1 else ", "1", "", " }}")]
    [InlineData("", "{% if 1 %}", "1", "{% endif %}", "")]
    [InlineData("{% if 0 %}", "{% elif 0 %}", "1", "", "{% else %}2{% endif %}")]
    public void Parse_OfAnEndlessNest_IsRefusedBeforeTheStackIsFull(string begin, string open, string middle, string close, string end)
    {
        string Nest(int depth) => begin + string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth)) + end;
        Assert.NotEqual("", ChatTemplate.Parse("test", Nest(20)).Render(Conversation));
        Assert.Contains(" too ", Assert.Throws<AdviserException>(() => ChatTemplate.Parse("test", Nest(100))).Message, StringComparison.Ordinal);
        Assert.Contains(" too ", Assert.Throws<AdviserException>(() => ChatTemplate.Parse("test", Nest(100_000))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_OfAFolder_TakesTemplateAndTokens()
    {
        using var folder = new TemporaryFolder();
        Assert.Null(ChatTemplate.Load(folder.Path));
        folder.Write("tokenizer_config.json", """{"eos_token": {"content": "<end>"}, "chat_template": [{"name": "tool_use", "template": "no"}, {"name": "default", "template": "yes{{ eos_token }}"}]}""");
        var template = ChatTemplate.Load(folder.Path)!;
        Assert.Equal("yes<end>", template.Render(Conversation));
        Assert.Equal("<end>", template.EndToken);
        folder.Write("chat_template.jinja", "own");
        Assert.Equal("own", ChatTemplate.Load(folder.Path)!.Render(Conversation));
    }
}
