"""What people write: comments composed of sentence parts per language, topic and mood.

Text analysis has something to find: the words of a topic occur only in that topic, and the mood of the parts
follows the score that stands beside the comment.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from crm360.demo.columns import choose, join, pick

TOPICS = ("delivery", "product_quality", "billing", "account", "returns", "advice", "subscription")
LANGUAGES = ("en", "zh")
MOODS = ("bad", "mixed", "good")

# Openers and closers per mood.
_OPEN = {
    "en": (
        (
            "Very disappointed.",
            "Not happy at all.",
            "I am annoyed.",
            "Really poor.",
            "This is not good enough,",
            "Sadly,",
            "Again:",
            "Dear team,",
        ),
        (
            "Mixed feelings.",
            "It was okay.",
            "Not bad, not great.",
            "Fair enough,",
            "Hello,",
            "On the whole fine, but",
            "So so.",
        ),
        (
            "Great!",
            "Very pleased.",
            "Lovely,",
            "Thank you!",
            "Excellent experience.",
            "Really happy:",
            "Well done,",
            "Five stars from me.",
        ),
    ),
    "zh": (
        ("非常失望。", "很不满意。", "太差了，", "实在让人生气，", "体验很糟糕。", "又一次，"),
        ("一般般。", "还可以吧。", "总体还行，", "你好，", "有好有坏。"),
        ("非常好！", "很满意。", "太棒了，", "谢谢！", "体验很好。", "强烈推荐，"),
    ),
}
_CORE = {
    "en": {
        "delivery": (
            (
                "the parcel came {n} days late",
                "my delivery never arrived on the promised day",
                "the courier left the box in the rain",
                "tracking showed nothing for a week",
                "the driver did not ring and took the parcel away",
            ),
            (
                "delivery took a little longer than expected",
                "the parcel arrived on time but the box was dented",
                "the delivery slot was wide",
            ),
            (
                "delivery was fast",
                "the parcel came a day early",
                "the courier was friendly and on time",
                "shipping was quick and well packed",
            ),
        ),
        "product_quality": (
            (
                "the item broke after two days",
                "the quality is poor and it feels cheap",
                "it arrived scratched",
                "the material tore at the first use",
                "it does not work as described",
            ),
            (
                "the quality is acceptable for the price",
                "it works but feels a bit flimsy",
                "the colour differs slightly from the picture",
            ),
            (
                "the quality is superb",
                "it works perfectly",
                "it feels solid and well made",
                "exactly as described and beautifully finished",
            ),
        ),
        "billing": (
            (
                "I was charged twice",
                "the invoice is wrong again",
                "the price went up without notice",
                "my refund is still missing",
                "you took money I do not owe",
            ),
            ("the invoice was hard to read", "the price is a bit high", "I had a question about my bill"),
            ("the invoice was clear", "good value for money", "the refund was paid at once"),
        ),
        "account": (
            (
                "I cannot log in any more",
                "the password reset never comes",
                "my account was locked for no reason",
                "the app keeps crashing",
            ),
            ("I need to change my e-mail address", "the app is a little slow", "I could not find the settings"),
            ("the app is easy to use", "logging in is simple now", "changing my details took a minute"),
        ),
        "returns": (
            (
                "the return was refused",
                "I sent it back weeks ago and hear nothing",
                "the return label did not work",
                "returning this is a nightmare",
            ),
            (
                "how do I send this back",
                "the return took a while",
                "the size does not fit, I would like to exchange it",
            ),
            ("the return was easy", "the exchange went smoothly", "sending it back was free and simple"),
        ),
        "advice": (
            (
                "nobody could answer my question",
                "the adviser was rude",
                "the advice was wrong and cost me money",
                "I waited an hour on the phone",
            ),
            (
                "which model fits a small flat",
                "do you have this in blue",
                "can you recommend a present for a child",
                "is this suitable for beginners",
            ),
            ("the adviser was knowledgeable", "the chat helped me choose", "your staff were kind and patient"),
        ),
        "subscription": (
            (
                "the subscription was renewed against my will",
                "cancelling the plan is made so hard",
                "the plan got dearer and offers less",
                "my data ran out and support did not care",
            ),
            (
                "I am thinking about a smaller plan",
                "the plan is fine though I hardly use it",
                "can I pause my subscription",
            ),
            ("the premium plan is worth it", "I love the membership", "switching my plan was easy"),
        ),
    },
    "zh": {
        "delivery": (
            ("快递晚了{n}天", "包裹一直没有送到", "快递员态度很差", "物流信息一周没有更新"),
            ("送货比预计慢一点", "包裹按时到了但是盒子压坏了"),
            ("送货很快", "快递提前一天到了", "包装很好，物流很快"),
        ),
        "product_quality": (
            ("东西用了两天就坏了", "质量很差，感觉很廉价", "收到的时候有划痕", "和描述不一样"),
            ("质量对得起价格", "颜色和图片有点不同"),
            ("质量非常好", "做工精细，很结实", "和描述完全一样"),
        ),
        "billing": (
            ("重复扣款了", "账单又错了", "没有通知就涨价", "退款一直没有到账"),
            ("价格有点高", "账单看不太懂"),
            ("性价比很高", "退款很快到账", "账单很清楚"),
        ),
        "account": (
            ("账号登录不了", "一直收不到验证码", "应用总是闪退"),
            ("想修改邮箱地址", "应用有点慢"),
            ("应用很好用", "登录很方便"),
        ),
        "returns": (
            ("退货被拒绝了", "寄回去几个星期没有消息", "退货太麻烦"),
            ("请问怎么退货", "尺寸不合适，想换货"),
            ("退货很方便", "换货很顺利"),
        ),
        "advice": (
            ("没有人能回答我的问题", "客服态度不好", "电话等了一个小时"),
            ("请问有没有蓝色", "请推荐适合孩子的礼物"),
            ("客服很专业", "客服耐心地帮我选择"),
        ),
        "subscription": (
            ("会员被自动续费了", "取消套餐太难", "套餐涨价了，内容却少了"),
            ("想换小一点的套餐", "可以暂停会员吗"),
            ("高级会员很值", "会员服务很喜欢"),
        ),
    },
}
_CLOSE = {
    "en": (
        (
            " and nobody helped me.",
            ". I will not order again.",
            ". I want my money back.",
            ". Please sort this out!",
            ", unacceptable.",
            ". I am looking at other shops.",
            ".",
            "\nPlease call me.",
        ),
        (".", ", that is all.", ". Please advise.", ", could be better.", ". Let me know.", ", I may try again."),
        (
            ".",
            ", highly recommended.",
            ". I will be back.",
            "! Keep it up.",
            ', just "perfect".',
            ". My whole family agrees.",
        ),
    ),
    "zh": (
        ("，没有人处理。", "，再也不买了。", "，请退款！", "，请尽快解决。", "。"),
        ("。", "，请回复。", "，希望改进。"),
        ("。", "，会再来。", "，推荐给大家！", "，全家都喜欢。"),
    ),
}


def write_comments(
    topic: np.ndarray, mood: np.ndarray, language: np.ndarray, present: np.ndarray, rng: np.random.Generator
) -> pa.Array:
    """A text per row, null where not `present`. `topic`, `mood` and `language` are codes of the constants above."""
    group = (language * len(MOODS) + mood) * len(TOPICS) + topic
    group = np.where(present, group, -1)
    sequence = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[sequence], np.arange(-1, len(LANGUAGES) * len(MOODS) * len(TOPICS) + 1))
    chunks: list[pa.Array] = [pa.nulls(int(ends[1]), pa.string())]
    for code in range(len(LANGUAGES) * len(MOODS) * len(TOPICS)):
        size = int(ends[code + 2] - ends[code + 1])
        tongue = LANGUAGES[code // (len(MOODS) * len(TOPICS))]
        feeling, subject = code // len(TOPICS) % len(MOODS), TOPICS[code % len(TOPICS)]
        cores = [text.replace("{n}", n) for text in _CORE[tongue][subject][feeling] for n in ("3", "4", "6")]
        space = "" if tongue == "zh" else " "
        openers = _OPEN[tongue][feeling]
        opener, core = rng.integers(0, len(openers), size), rng.integers(0, len(cores), size)
        sentence = np.array([text[-1] in ".!" for text in openers])[opener]
        parts = [
            choose([text + space for text in openers], opener),
            pick(sentence, choose([text[0].upper() + text[1:] for text in cores], core), choose(cores, core)),
            choose(_CLOSE[tongue][feeling], rng.integers(0, len(_CLOSE[tongue][feeling]), size)),
        ]
        chunks.append(join(*parts))
    back = np.empty(len(sequence), dtype=np.int64)
    back[sequence] = np.arange(len(sequence))
    return pa.chunked_array(chunks, pa.string()).combine_chunks().take(pa.array(back))
