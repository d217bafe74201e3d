"""Common Chinese name characters and their pinyin (without tones), for names that stand in hanzi in one system and in
pinyin in another."""

from __future__ import annotations

_SURNAMES = """王 wang 李 li 张 zhang 刘 liu 陈 chen 杨 yang 黄 huang 赵 zhao 吴 wu 周 zhou 徐 xu
孙 sun 马 ma 朱 zhu 胡 hu 郭 guo 何 he 高 gao 林 lin 罗 luo 郑 zheng 梁 liang
谢 xie 宋 song 唐 tang 许 xu 韩 han 冯 feng 邓 deng 曹 cao 彭 peng 曾 zeng 肖 xiao
田 tian 董 dong 潘 pan 袁 yuan 蔡 cai 蒋 jiang 余 yu 于 yu 杜 du 叶 ye 程 cheng
魏 wei 苏 su 吕 lv 丁 ding 任 ren 卢 lu"""
_GIVEN = """伟 wei 芳 fang 娜 na 敏 min 静 jing 丽 li 强 qiang 磊 lei 军 jun 洋 yang 勇 yong
艳 yan 杰 jie 娟 juan 涛 tao 明 ming 超 chao 秀 xiu 霞 xia 平 ping 刚 gang 桂 gui
英 ying 华 hua 玉 yu 萍 ping 红 hong 鹏 peng 飞 fei 雪 xue 梅 mei 兰 lan 琳 lin
晨 chen 宇 yu 浩 hao 欣 xin 怡 yi 佳 jia 嘉 jia 子 zi 轩 xuan 涵 han 诗 shi
雨 yu 思 si 梦 meng 婷 ting 慧 hui 颖 ying 莹 ying 洁 jie 倩 qian 璐 lu 瑶 yao
琪 qi 晓 xiao 小 xiao 文 wen 志 zhi 建 jian 国 guo 海 hai 波 bo 斌 bin 辉 hui
龙 long 凤 feng 云 yun 春 chun 秋 qiu 冬 dong 夏 xia 东 dong 南 nan 西 xi 北 bei
天 tian 宁 ning 安 an 康 kang 健 jian 福 fu 贵 gui 荣 rong 昌 chang 盛 sheng 兴 xing
旺 wang 松 song 柏 bai 森 sen 楠 nan 彤 tong 丹 dan 青 qing 蓝 lan 紫 zi 白 bai
岩 yan 峰 feng 岭 ling 川 chuan 江 jiang 河 he 湖 hu 泉 quan 溪 xi 星 xing 月 yue
阳 yang 光 guang 亮 liang 清 qing 新 xin 永 yong 长 chang 远 yuan"""


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


SURNAMES: tuple[tuple[str, str], ...] = _pairs(_SURNAMES)
"""(character, pinyin) of surnames, commonest first."""

GIVEN: tuple[tuple[str, str], ...] = _pairs(_GIVEN)
"""(character, pinyin) of the characters given names are made of."""

PINYIN: dict[str, str] = dict(SURNAMES + GIVEN)
"""Every character of the demo's Chinese names → its pinyin. Order: surnames, then given-name characters."""
